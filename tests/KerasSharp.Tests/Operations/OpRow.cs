namespace KerasSharp.Tests.Operations;

/// <summary>
/// One row of the table of ops: what to apply, to which operands. A row buys the checks below: compiled equals eager, symbolic shapes (with a known first axis and
/// with an unknown one) equal the eager ones, gradients agree with finite differences; of elementwise functions, that each element is computed as if it were alone,
/// at all lengths around those of vectors and for special values.
/// </summary>
/// <param name="Name">The name of the op; what follows a colon tells rows of one op apart.</param>
/// <param name="Apply">The op.</param>
/// <param name="Inputs">Operands, floats in float64 so that differences mean something.</param>
internal sealed record OpRow(string Name, Func<Tensor[], Tensor[]> Apply, params Tensor[] Inputs)
{
    /// <summary>Order to which gradients are checked: 0 for what has none.</summary>
    public int Smooth { get; init; } = 2;

    /// <summary>Whether the first axis of the operands may be unknown.</summary>
    public bool AnyBatch { get; init; } = true;

    /// <summary>Whether symbolic tensors can be asked at all.</summary>
    public bool Symbolic { get; init; } = true;

    /// <summary>Whether a compiled function can hold it.</summary>
    public bool Compilable { get; init; } = true;

    /// <summary>Whether it works element by element.</summary>
    public bool Elementwise { get; init; }

    /// <summary>How exact the differences are.</summary>
    public double Tolerance { get; init; } = 2e-5;

    /// <summary>What a file cannot hold in a model: ops that take functions or draw random numbers, and few others.</summary>
    private static readonly HashSet<string> Unwritten =
    [
        "Scan", "Map", "VectorizedMap", "WhileLoop", "ForiLoop", "Cond", "Switch", "AssociativeScan", "CustomGradient",
        "Binomial", "Beta", "Gamma", "Categorical", "Shuffle", "Dropout", "ElasticTransform", "Stft", "Istft", "Histogram", "Unique", "Eig", "Rearrange",
        "Clip: by tensors", "Abs: complex", "Angle",
    ];

    public string Op => Name.Split(':')[0];

    public void CompiledEqualsEager()
    {
        if (Compilable)
        {
            Same(Apply(Inputs), Function.Compile(Apply, Name).Call(Inputs), 1e-12, "compiled");
        }
    }

    public void SymbolicShapeEqualsEagerShape()
    {
        if (!Symbolic || Inputs.Length == 0)
        {
            return;
        }

        Tensor[] eager = Apply(Inputs);
        foreach (bool unknown in AnyBatch ? [false, true] : new[] { false })
        {
            Tensor[] inferred = Apply(Array.ConvertAll(Inputs, x => x.Rank == 0 ? x : Keras.Input(x.Shape[1..], unknown ? null : x.Shape[0], x.DType)));
            Assert.Equal(eager.Length, inferred.Length);
            for (int k = 0; k < eager.Length; k++)
            {
                Assert.True(
                    inferred[k].Rank == eager[k].Rank && inferred[k].Shape.Span.ToArray().Zip(eager[k].Shape.Span.ToArray()).All(pair => pair.First == pair.Second || pair.First < 0),
                    $"{Name}: symbolically {inferred[k].Shape}, eager {eager[k].Shape}");
                Assert.Equal(eager[k].DType, inferred[k].DType);
            }
        }
    }

    /// <summary>A model of the op alone, written as JSON and read back, is written the same and computes the same bits.</summary>
    public void ComesBackFromJson()
    {
        if (!Symbolic || Unwritten.Contains(Op) || Unwritten.Contains(Name) || !Array.Exists(Inputs, x => x.Rank > 0))
        {
            return;
        }

        Tensor[] symbols = Array.ConvertAll(Inputs, x => x.Rank == 0 ? x : Keras.Input(x.Shape[1..], x.Shape[0], x.DType)), inputs = [.. symbols.Where(x => !x.IsConcrete)];
        Tensor[] outputs = Apply(symbols);
        if (outputs.Length == 0 || Array.Exists(outputs, y => y.IsConcrete || Array.IndexOf(inputs, y) >= 0))
        {
            return;
        }

        var model = new Model(inputs, outputs);
        Model read = Model.FromJson(model.ToJson());
        Assert.Equal(model.ToJson(), read.ToJson());
        Tensor[] known = [.. Inputs.Where(x => x.Rank > 0)];
        Same(model.ApplyMany(known), read.ApplyMany(known), 0, "read back");
    }

    /// <summary>The derivative along a random direction against a central difference; for the second order, of the gradient's own projection.</summary>
    public void GradientsMatchDifferences()
    {
        Func<Tensor[], Tensor> value = Projected(Apply, 7);
        for (int order = 1; order <= Smooth; order++)
        {
            Func<Tensor[], Tensor> now = value;
            Tensor[] gradients = Gradients(now, Inputs), directions = [.. Inputs.Select((x, i) => Noise(x, 100 + order + i))];
            double slope = gradients.Zip(directions).Sum(pair => pair.First.DType == DType.Float64 ? Ops.Sum(pair.First * pair.Second).Item() : 0);
            double step = 1e-5, ahead = now(Moved(directions, step)).Item(), behind = now(Moved(directions, -step)).Item(), difference = (ahead - behind) / (2 * step);
            Assert.True(
                Math.Abs(slope - difference) <= Tolerance * (1 + Math.Abs(difference)), $"{Name}: derivative of order {order} is {slope}, differences say {difference}");
            int seed = 50 + order;
            value = t => Projected(x => Gradients(now, x), seed)(t);
        }
    }

    /// <summary>Each element of a result is what the function gives for those elements alone, whatever stands beside it.</summary>
    public void ElementsAreIndependent()
    {
        if (!Elementwise)
        {
            return;
        }

        float[] pool = [.. Ops.Cast(Inputs[0], DType.Float32).ToArray<float>(), .. new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f, 1e-40f, 1, -1, 3e38f }];
        bool integers = Inputs[0].DType != DType.Float64;
        foreach (int length in new[] { 0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33 })
        {
            Tensor[] operands = [.. Inputs.Select((_, k) => Line(length, i => pool[((i * 7) + (k * 5)) % (integers ? Inputs[0].Count : pool.Length)], integers))];
            float[] together = Floats(Apply(operands)[0]), compiled = Floats(Function.Compile(Apply, Name).Call(operands)[0]);
            Assert.Equal(length, together.Length);
            for (int i = 0; i < length; i++)
            {
                int at = i;
                float alone = Floats(Apply([.. operands.Select(x => Ops.Reshape(x[at], []))])[0])[0];
                Assert.True(Close(alone, together[i]) && Close(alone, compiled[i]), $"{Name}: element {i} of {length} is {together[i]}, compiled {compiled[i]}, alone {alone}");
            }
        }
    }

    private static bool Close(float a, float b) => a.Equals(b) || Math.Abs(a - b) <= 2e-6f * Math.Max(Math.Abs(a), 1e-2f);

    private static Tensor Line(int length, Func<int, float> value, bool integers)
    {
        Tensor line = Tensor.From([.. Enumerable.Range(0, length).Select(value)], Shape.Of(length));
        return integers ? Ops.Cast(line, DType.Int32) : line;
    }

    private static float[] Floats(Tensor x) => Ops.Cast(x, DType.Float32).ToArray<float>();

    private Tensor[] Moved(Tensor[] directions, double step) => [.. Inputs.Zip(directions).Select(pair => pair.First.DType == DType.Float64 ? pair.First + (pair.Second * Tensor.Scalar(step, DType.Float64)) : pair.First)];

    private static Tensor[] Gradients(Func<Tensor[], Tensor> value, Tensor[] inputs)
    {
        using var tape = new GradientTape();
        Tensor[] own = Array.ConvertAll(inputs, Ops.Copy);
        Array.ForEach(own, tape.Watch);
        return tape.Gradient(value(own), own);
    }

    /// <summary>The sum of all floating results times fixed random numbers.</summary>
    private static Func<Tensor[], Tensor> Projected(Func<Tensor[], Tensor[]> function, int seed) => t =>
    {
        Tensor sum = Tensor.Scalar(0, DType.Float64);
        int k = 0;
        foreach (Tensor result in function(t))
        {
            sum = result.DType == DType.Float64 ? sum + Ops.Sum(result * Noise(result, seed + k++)) : sum;
        }

        return sum;
    };

    private static Tensor Noise(Tensor like, int seed)
    {
        var random = new Random(seed);
        return Tensor.From(Enumerable.Range(0, (int)like.Count).Select(_ => (random.NextDouble() * 2) - 1).ToArray(), like.Shape);
    }

    private void Same(Tensor[] expected, Tensor[] actual, double tolerance, string how)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k].Shape, actual[k].Shape);
            Assert.Equal(expected[k].DType, actual[k].DType);
            double[] a = Ops.Cast(expected[k], DType.Float64).ToArray<double>(), b = Ops.Cast(actual[k], DType.Float64).ToArray<double>();
            for (int i = 0; i < a.Length; i++)
            {
                Assert.True(a[i].Equals(b[i]) || Math.Abs(a[i] - b[i]) <= tolerance * (1 + Math.Abs(a[i])), $"{Name}, result {k}, {how}: {b[i]} at {i}, eager {a[i]}");
            }
        }
    }
}
