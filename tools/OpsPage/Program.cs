using KerasSharp.Documentation;

if (args.Length != 1)
{
    Console.Error.WriteLine("Usage: OpsPage FILE    writes the table of all ops, docs/ops.md");
    return 2;
}

await File.WriteAllTextAsync(args[0], OpsPage.Write()).ConfigureAwait(false);
return 0;
