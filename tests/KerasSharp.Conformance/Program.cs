using KerasSharp.Conformance;

List<string> folders = [];
string filter = "";
HashSet<string>? only = null;
string? malicious = null;
for (int i = 0; i < args.Length; i++)
{
    if (args[i] is "--help" or "-h")
    {
        Console.WriteLine("Usage: KerasSharp.Conformance DIR... [--filter TEXT] [--only FILE] [--skip-disputed]");
        Console.WriteLine("Runs the conformance cases under the directories (those whose id contains TEXT) and prints the failing ones.");
        Console.WriteLine("FILE lists names, one a line (Dense, loss_Huber): only their cases are run.");
        Console.WriteLine("--malicious DIR loads the hostile files of DIR instead, and checks that each ends as its cases.json says.");
        Console.WriteLine("Cases on known-disputes.txt fail with the reason of the dispute; --skip-disputed leaves them out.");
        return 0;
    }
    else if (args[i] == "--filter" && i + 1 < args.Length)
    {
        filter = args[++i];
    }
    else if (args[i] == "--only" && i + 1 < args.Length)
    {
        if (!File.Exists(args[++i]))
        {
            Console.Error.WriteLine($"{args[i]}: there is no such file.");
            return 2;
        }

        only = [.. File.ReadLines(args[i]).Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0)];
    }
    else if (args[i] == "--malicious" && i + 1 < args.Length)
    {
        malicious = args[++i];
    }
    else if (args[i] == "--skip-disputed")
    {
        KnownDisputes.AreSkipped = true;
    }
    else if (args[i].StartsWith('-'))
    {
        Console.Error.WriteLine($"Unknown option '{args[i]}'. See --help.");
        return 2;
    }
    else
    {
        folders.Add(args[i]);
    }
}

if (malicious is not null)
{
    (int right, int wrong) = MaliciousRunner.RunAll(malicious, filter, Console.Out);
    Console.WriteLine($"{right} passed, {wrong} failed");
    return wrong == 0 ? 0 : 1;
}

if (folders.Find(f => !Directory.Exists(f)) is { } missing)
{
    Console.Error.WriteLine($"{missing}: there is no such directory.");
    return 2;
}

string[] cases = [.. CaseFinder.Find(folders, filter, only).Where(folder => !KnownDisputes.AreSkipped || !KnownDisputes.Reasons.ContainsKey(Path.GetFileName(folder)))];
if (cases.Length == 0)
{
    Console.Error.WriteLine("No cases found. Give directories that hold <id>/case.json, or directories of those.");
    return 2;
}

(int passed, int failed) = CaseRunner.RunAll(cases, Console.Out);
Console.WriteLine($"{passed} passed, {failed} failed");
return failed == 0 ? 0 : 1;
