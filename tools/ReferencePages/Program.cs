using KerasSharp.Documentation;

if (args.Length != 1 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("Usage: ReferencePages FOLDER    writes the tables of all ops, layers and other classes: ops.md, layers.md, components.md");
    return 2;
}

foreach ((string name, string text) in new[] { ("ops.md", OpsPage.Write()), ("layers.md", ClassPages.WriteLayers()), ("components.md", ClassPages.WriteComponents()) })
{
    await File.WriteAllTextAsync(Path.Combine(args[0], name), text).ConfigureAwait(false);
}

return 0;
