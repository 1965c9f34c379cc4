using System.Diagnostics;
using KerasSharp.Layers;

namespace KerasSharp.Samples.Digits;

/// <summary>Keras's "Simple MNIST convnet": trains it and shows what it learned.</summary>
internal static class DigitTraining
{
    private const int Classes = 10;

    public static void Run(DigitData data, int epochs, int batchSize)
    {
        Console.WriteLine($"{data.Name}: {data.TrainY.Length:N0} images to train, {data.TestY.Length:N0} to test");
        var model = new Sequential([
            new InputLayer([data.TrainX.GetLength(1), data.TrainX.GetLength(2), 1]),
            new Conv2D(32, kernelSize: 3, activation: "relu"),
            new MaxPooling2D(2),
            new Conv2D(64, kernelSize: 3, activation: "relu"),
            new MaxPooling2D(2),
            new Flatten(),
            new Dropout(0.5),
            new Dense(Classes, activation: "softmax"),
        ]);
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Summary();

        var watch = Stopwatch.StartNew();
        model.Fit(data.TrainX, data.TrainY, batchSize: batchSize, epochs: epochs, validationSplit: 0.1);
        Console.WriteLine($"Trained in {watch.Elapsed.TotalSeconds:F1} s.");

        EvaluationResult result = model.Evaluate(data.TestX, data.TestY, batchSize: 256, verbose: 0);
        Console.WriteLine($"\nTest accuracy: {100 * result["accuracy"]:F2} % (loss {result.Loss:F4}) on {data.TestY.Length:N0} unseen images\n");

        float[,] probabilities = Rows(model.Predict(data.TestX, batchSize: 256));
        ShowConfusion(probabilities, data.TestY);
        DigitPictures.Show(data.TestX, data.TestY, probabilities);
    }

    /// <summary>Rows are labels, columns predictions.</summary>
    private static void ShowConfusion(float[,] probabilities, byte[] labels)
    {
        var counts = new int[Classes, Classes];
        for (int i = 0; i < labels.Length; i++)
        {
            counts[labels[i], DigitPictures.Best(probabilities, i)]++;
        }

        Console.WriteLine("Confusion matrix (rows: label, columns: prediction)");
        Console.WriteLine("     " + string.Concat(Enumerable.Range(0, Classes).Select(c => $"{c,5}")));
        for (int row = 0; row < Classes; row++)
        {
            Console.WriteLine($"{row,5}" + string.Concat(Enumerable.Range(0, Classes).Select(c => counts[row, c] == 0 ? "    ." : $"{counts[row, c],5}")));
        }

        Console.WriteLine();
    }

    private static float[,] Rows(Tensor tensor)
    {
        float[] flat = tensor.ToArray<float>();
        var rows = new float[tensor.Shape[0], tensor.Shape[1]];
        Buffer.BlockCopy(flat, 0, rows, 0, flat.Length * sizeof(float));
        return rows;
    }
}
