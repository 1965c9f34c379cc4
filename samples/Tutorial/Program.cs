using KerasSharp.Samples.Tutorial;

// Runs the programs of the tutorial that are named on the command line; without a name lists and runs all.
var programs = new (string Name, string About, Action<TextWriter> Run)[]
{
    ("quick-start", "The example of the README: a classifier in fifteen lines.", output => QuickStart.Run(output)),
    ("custom-layer", "A template for layers of one's own, with every part they can have.", output => CustomLayer.Run(output)),
    ("custom-layers", "Layers inside layers, losses and metrics of a layer, masks, a recurrent cell.", output => CustomLayers.Run(output)),
    ("saving-models", "A model saved and loaded, whole, as weights and as JSON.", output => SavingModels.Run(output)),
    ("linear-layer", "A fully connected layer from scratch, inside a Sequential model.", output => LinearLayerProgram.Run(output)),
    ("linear-model", "A model class that finds a and b of y = a x + b, by a loop of one's own and by Fit.", output => LinearModelProgram.Run(output)),
    ("mlp", "The network 32 -> 64 -> 64 -> 10 on random data, with and without validation data.", output => Mlp.Run(output)),
    ("augmentation", "Images turned, shifted and mixed, with their boxes and labels, alone and inside a model.", output => Augmentation.Run(output)),
    ("text-classifier", "From text to a probability: vocabulary, embedding, classifier.", output => TextClassifier.Run(output)),
    ("structured-data", "Columns of numbers and texts, read by a FeatureSpace.", output => StructuredData.Run(output)),
    ("preprocessing", "Preprocessing layers used by themselves.", StructuredData.Pieces),
    ("configured-layers", "Activations, initializers and regularizers by name, by object and by function.", output => ConfiguredLayers.Run(output)),
};

string[] unknown = [.. args.Where(name => programs.All(p => p.Name != name))];
if (unknown.Length > 0)
{
    Console.Error.WriteLine($"error: no program has the name '{unknown[0]}'. The names are: {string.Join(", ", programs.Select(p => p.Name))}.");
    return 1;
}

if (args.Length == 0)
{
    foreach ((string name, string about, _) in programs)
    {
        Console.WriteLine($"{name,-18} {about}");
    }
}

foreach ((string name, _, Action<TextWriter> run) in programs.Where(p => args.Length == 0 || args.Contains(p.Name)))
{
    Console.WriteLine($"\n== {name}");
    run(Console.Out);
}

return 0;
