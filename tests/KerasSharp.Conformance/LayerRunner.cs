using KerasSharp.Layers;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Conformance;

/// <summary>Runs a layer case: config, weights, outputs, masks, state and gradients, op by op and compiled.</summary>
internal sealed class LayerRunner
{
    private readonly ConformanceCase _case;
    private readonly CallReader _call;
    private readonly Layer _layer;
    private readonly Tensor[] _inputs;
    private bool _followsOther;

    private LayerRunner(ConformanceCase item)
    {
        _case = item;
        string className = item.Text("class_name")!;
        if (!ObjectRegistry.TryFind(item.Text("module"), className, null, out RegisteredClass? entry))
        {
            throw new CaseFailedException($"there is no layer {className} yet");
        }

        _call = new CallReader(item);
        // Cases of the reference implementation have no config: their layers are made of the arguments given.
        Config config = item.Object("config") ?? item.Object("ctor_kwargs") ?? throw new CaseFailedException("the case has no config");
        _layer = (Layer)entry.FromConfig(config);
        if (item.Has("config"))
        {
            CheckConfig(config);
        }

        Dictionary<string, Config> descriptors = item.List("inputs").Cast<Config>().ToDictionary(d => (string)d["key"]!);
        _inputs = [.. _call.Keys.Select(key => item.Described(descriptors[key]))];
    }

    public static void Run(ConformanceCase item)
    {
        var runner = new LayerRunner(item);
        runner.CheckSymbolic();
        runner.Adapt();
        runner._layer.Invoke(runner._call.Arguments(runner._inputs));
        runner.CheckWeights();
        runner.SetWeights();
        Tensor[] gradients = [], losses = [];
        runner.CheckCalls("eager", inputs => runner.Compute(inputs, out gradients, out losses));
        runner.CheckGradients("eager", gradients);
        runner.CheckLosses("eager", losses);

        runner.SetWeights();
        if (runner._layer.RunsOnHost)
        {
            runner.CheckCalls("in a model", inputs => PreprocessingCases.InModel(runner._layer, runner._call, inputs), masks: false);
            return;
        }

        int outputs = item.List("outputs").Count;
        var function = Function.Compile(
            inputs =>
            {
                Tensor[] ys = runner.Compute(inputs, out Tensor[] g, out Tensor[] l);
                return [.. ys, .. g, .. l];
            },
            item.Id);
        Tensor[] found = [];
        runner.CheckCalls("compiled", inputs => (found = function.Call(inputs))[..outputs], masks: false);
        runner.CheckGradients("compiled", found[outputs..^losses.Length]);
        runner.CheckLosses("compiled", found[^losses.Length..]);
    }

    private void CheckConfig(Config config)
    {
        if (ConfigComparison.Difference(config, _layer.GetConfig(), "config") is { } difference)
        {
            throw new CaseFailedException(difference);
        }
    }

    /// <summary>Learns from the data of the case, and holds what was learnt to it.</summary>
    private void Adapt()
    {
        if (_case.Object("adapt") is { } data)
        {
            ((AdaptableLayer)_layer).Adapt(_case.Described(data));
            foreach ((Variable weight, int i) in _layer.Weights.Select((weight, i) => (weight, i)))
            {
                Check($"learnt weight {i}", weight.Value, $"w{i}");
            }
        }

        PreprocessingCases.CheckVocabulary(_case, _layer);
    }

    private void CheckSymbolic()
    {
        if (!_case.Has("symbolic_output_shapes") || _case.Json.ContainsKey("adapt"))
        {
            return;
        }

        Tensor[] symbols = [.. _inputs.Select(x => Keras.Input(x.Shape[1..], dtype: x.DType))];
        Tensor[] outputs = _layer.Invoke(_call.Arguments(symbols));
        List<object?> shapes = _case.List("symbolic_output_shapes");
        for (int i = 0; i < shapes.Count && i < outputs.Length; i++)
        {
            var expected = Shape.Create([.. ((List<object?>)shapes[i]!).Select(n => n is null ? null : (int?)(long)n)]);
            if (outputs[i].Shape != expected)
            {
                throw new CaseFailedException($"symbolic output {i} has shape {outputs[i].Shape}, expected {expected}");
            }
        }
    }

    private void CheckWeights()
    {
        List<object?> expected = _case.List("weights");
        IReadOnlyList<Variable> weights = _layer.Weights;
        string Names(IEnumerable<string> names) => string.Join(", ", names);
        string found = Names(weights.Select(w => $"{w.Path}{w.Shape}{w.Trainable}")), wanted = Names(expected.Cast<Config>().Select(w =>
            $"{w["path"]}{Shape.Create([.. ((List<object?>)w["shape"]!).Select(n => (int?)(long)n!)])}{w["trainable"]}"));
        if (found != wanted)
        {
            throw new CaseFailedException($"weights are [{found}], expected [{wanted}]");
        }
    }

    private void SetWeights()
    {
        IReadOnlyList<Variable> weights = _layer.Weights;
        _layer.SetWeights([.. weights.Select((w, i) => _case.Array($"w{i}").ToTensor(w.DType))]);
        _layer.ResetState();
    }

    /// <summary>Outputs, gradients in the order of the case, and what the layer adds to the loss.</summary>
    private Tensor[] Compute(Tensor[] inputs, out Tensor[] gradients, out Tensor[] losses)
    {
        Tensor[] outputs = Compute(inputs, out gradients);
        losses = [.. _layer.Losses];
        return outputs;
    }

    private Tensor[] Compute(Tensor[] inputs, out Tensor[] gradients)
    {
        Config? grads = _case.Object("grads");
        if (grads is null)
        {
            gradients = [];
            return _layer.Invoke(_call.Arguments(inputs));
        }

        using var tape = new GradientTape(persistent: true);
        foreach (Tensor input in inputs)
        {
            tape.Watch(input);
        }

        Tensor[] outputs = _layer.Invoke(_call.Arguments(inputs));
        Tensor? target = null;
        foreach (string key in ((List<object?>)grads["cotangents"]!).Cast<string>())
        {
            Tensor output = outputs[int.Parse(key.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)];
            Tensor term = NpyTensors.SumOfProducts(output, _case.Array(key).ToTensor(output.DType));
            target = target is null ? term : target + term;
        }

        var found = new List<Tensor>();
        foreach (string key in Keys(grads, "gin"))
        {
            int at = _call.Keys.ToList().IndexOf("in" + key[3..]);
            found.Add(tape.Gradient(target!, inputs[at]));
        }

        foreach (string key in Keys(grads, "gw"))
        {
            Variable weight = _layer.Weights[int.Parse(key.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture)];
            found.Add(tape.Gradient(target!, [weight])[0]);
        }

        gradients = [.. found];
        return outputs;
    }

    private void CheckCalls(string mode, Func<Tensor[], Tensor[]> call, bool masks = true)
    {
        int calls = _case.Json.TryGetValue("ncalls", out object? n) && n is long count ? (int)count : 1;
        int outputs = _case.List("outputs").Count;
        for (int i = 0; i < calls; i++)
        {
            Tensor[] found = call(_inputs);
            if (found.Length != outputs)
            {
                throw new CaseFailedException($"{mode}: {found.Length} outputs, expected {outputs}");
            }

            for (int k = 0; k < outputs; k++)
            {
                string key = i == calls - 1 ? $"out{k}" : $"call{i}_out{k}";
                if (((Config)_case.List("outputs")[k]!).TryGetValue("strings", out object? texts))
                {
                    PreprocessingCases.CheckTexts($"{mode}: {key}", found[k], (List<object?>)texts!);
                    continue;
                }

                Check($"{mode}: {key}", found[k], key, _case.HasArray($"alt_out{k}") ? $"alt_out{k}" : null);
            }

            if (masks && i == calls - 1)
            {
                CheckMasks(found);
            }
        }

        foreach (long k in _case.List("weights_changed").Cast<long>())
        {
            Check($"{mode}: weight {k} after the call", _layer.Weights[(int)k].Value, $"wpost{k}");
        }
    }

    private void CheckMasks(Tensor[] outputs)
    {
        var expected = _case.List("output_masks").Cast<Config>().Select(d => (string)d["key"]!).ToList();
        for (int k = 0; k < outputs.Length; k++)
        {
            string key = $"omask{k}";
            if (expected.Contains(key) != outputs[k].Mask is not null)
            {
                throw new CaseFailedException($"output {k} {(outputs[k].Mask is null ? "lacks its mask" : "has a mask that Keras has not")}");
            }

            if (outputs[k].Mask is { } mask)
            {
                Check(key, mask, key);
            }
        }
    }

    /// <summary>Where back ends compute different functions and ours is the other one's, the gradients of the case, from the first, say nothing.</summary>
    private void CheckGradients(string mode, Tensor[] found)
    {
        if (_followsOther || _case.Object("grads") is not { } grads)
        {
            return;
        }

        string[] keys = [.. Keys(grads, "gin"), .. Keys(grads, "gw")];
        string[] nonfinite = [.. Keys(grads, "nonfinite")];
        for (int i = 0; i < keys.Length; i++)
        {
            if (!nonfinite.Contains(keys[i]))
            {
                Check($"{mode}: {keys[i]}", found[i], keys[i]);
            }
        }
    }

    /// <summary>Penalties, in Keras's order; none where the case has none.</summary>
    private void CheckLosses(string mode, Tensor[] found)
    {
        double[] expected = _case.HasArray("layer_losses") ? _case.Array("layer_losses").To<double>() : [];
        double[] own = [.. found.Select(loss => loss.ToDoubles()[0])];
        if (!Comparison.Agree([own.Length], own, [expected.Length], expected, _case.Tolerance, out string difference))
        {
            throw new CaseFailedException($"{mode}: losses: {difference}");
        }
    }

    private static IEnumerable<string> Keys(Config grads, string name) =>
        grads.TryGetValue(name, out object? value) && value is List<object?> list ? list.Cast<string>() : [];

    private void Check(string what, Tensor found, string key, string? alternative = null)
    {
        NpyArray expected = _case.Array(key);
        if (Comparison.Agree(found.Shape.Span, found.ToDoubles(), expected.Shape, expected.To<double>(), _case.Tolerance, out string difference))
        {
            return;
        }

        if (alternative is not null)
        {
            NpyArray other = _case.Array(alternative);
            if (Comparison.Agree(found.Shape.Span, found.ToDoubles(), other.Shape, other.To<double>(), _case.Tolerance, out _))
            {
                _followsOther = true;
                return;
            }
        }

        throw new CaseFailedException($"{what}: {difference}");
    }
}
