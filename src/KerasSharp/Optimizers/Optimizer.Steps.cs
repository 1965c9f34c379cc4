using System.Text.RegularExpressions;
using KerasSharp.Optimizers;
using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>What every step does beside the update of the derived class (keras/src/optimizers/base_optimizer.py).</content>
public abstract partial class Optimizer
{
    private readonly List<Regex> _excludedFromDecay = [];
    private readonly HashSet<Variable> _variablesExcluded = [];
    private Tensor? _isUpdate;

    /// <summary>Leaves variables out of the weight decay.</summary>
    /// <param name="names">Regular expressions that are looked for in their paths, such as <c>"bias"</c>.</param>
    /// <exception cref="ArgumentException">A pattern is no regular expression.</exception>
    /// <exception cref="InvalidOperationException">The optimizer has been built: steps may have been compiled.</exception>
    public void ExcludeFromWeightDecay(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        CheckNotBuilt();
        _excludedFromDecay.AddRange(names.Select(name => VariablePattern.Parse(nameof(ExcludeFromWeightDecay), nameof(names), name)));
    }

    /// <summary>Leaves variables out of the weight decay.</summary>
    /// <param name="variables">The variables.</param>
    /// <exception cref="InvalidOperationException">The optimizer has been built: steps may have been compiled.</exception>
    public void ExcludeFromWeightDecay(IEnumerable<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        CheckNotBuilt();
        _variablesExcluded.UnionWith(variables);
    }

    /// <summary>Overwrites the variables with their moving averages, where there are any: at the end of training.</summary>
    /// <param name="variables">The variables.</param>
    public virtual void FinalizeVariableValues(IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (Options.UseEma)
        {
            foreach (Variable variable in variables)
            {
                variable.Assign(Slot(variable, "average").Value);
            }
        }
    }

    /// <summary>Gives a variable or slot its new value.</summary>
    /// <param name="variable">The variable or slot.</param>
    /// <param name="value">The new value.</param>
    protected void Assign(Variable variable, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(variable);
        variable.Assign(_isUpdate is null ? value : Prim.Select(_isUpdate, value, variable.Value));
    }

    private void ApplyAll(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> all)
    {
        var grads = new List<Tensor>();
        var variables = new List<Variable>();
        for (int i = 0; i < all.Count; i++)
        {
            if (gradients[i] is { } gradient)
            {
                grads.Add(LossScaleFactor is { } scale ? Scale(gradient, 1 / scale) : gradient);
                variables.Add(all[i]);
            }
        }

        if (variables.Count == 0)
        {
            throw new ArgumentException(
                $"{GetType().Name} '{Name}': none of the {all.Count} variables has a gradient. The loss must depend on them; compute it under the tape from the model's outputs.", nameof(gradients));
        }

        if (Options.GradientAccumulationSteps is { } steps)
        {
            Accumulate(grads, variables, steps);
        }
        else
        {
            Update(grads, variables);
        }

        if (Options.UseEma)
        {
            UpdateAverages(all);
        }

        foreach (Variable variable in variables)
        {
            if (WeightConstraints.Of(variable) is { } constraint)
            {
                variable.Assign(constraint.Call(variable.Value));
            }
        }
    }

    private void Accumulate(List<Tensor> grads, List<Variable> variables, int steps)
    {
        Tensor next = Prim.Add(Iterations.Value, Prim.Scalar(1, DType.Int32)), n = Prim.Scalar(steps, DType.Int32);
        Tensor isUpdate = Prim.Equal(Prim.Remainder(next, n), Prim.Scalar(0, DType.Int32));
        var sums = new Tensor[grads.Count];
        var means = new List<Tensor>(grads.Count);
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = Prim.Add(Slot(variables[i], "gradient_accumulator").Value, grads[i]);
            means.Add(Scale(sums[i], 1.0 / steps));
        }

        _isUpdate = isUpdate;
        try
        {
            Update(means, variables);
        }
        finally
        {
            _isUpdate = null;
        }

        for (int i = 0; i < sums.Length; i++)
        {
            Variable accumulator = Slot(variables[i], "gradient_accumulator");
            accumulator.Assign(Prim.Select(isUpdate, Prim.Zeros(accumulator.Shape, accumulator.DType), sums[i]));
        }
    }

    private void Update(List<Tensor> grads, List<Variable> variables)
    {
        Clip(grads);
        Tensor rate = _learningRate is null ? _schedule!.Call(StepCount()) : _learningRate.Value;
        UpdateAll(grads, variables, rate);
    }

    /// <summary>Decays and updates the variables.</summary>
    private void UpdateAll(IReadOnlyList<Tensor> grads, IReadOnlyList<Variable> variables, Tensor rate)
    {
        // What is one number for all weights is computed once, so that each weight's update is one loop.
        BeginStep(rate);
        for (int i = 0; i < variables.Count; i++)
        {
            Variable variable = variables[i];
            if (Decays(variable) && DecayOf(variable) is { } decay && decay != 0)
            {
                // Equal factors of several weights become one node of a plan.
                Assign(variable, Prim.Multiply(variable.Value, Prim.Convert(Prim.Subtract(1, Scale(rate, decay)), variable.DType)));
            }

            UpdateStep(Prim.Convert(grads[i], variable.DType), variable, Prim.Convert(rate, variable.DType));
        }
    }

    /// <summary>Called once before the variables are updated, with the learning rate: for numbers that all updates share.</summary>
    private protected virtual void BeginStep(Tensor rate)
    {
    }

    /// <summary>The weight decay of a variable.</summary>
    private protected virtual double? DecayOf(Variable variable) => Options.WeightDecay;

    /// <summary>Whether weight decay applies to a variable.</summary>
    private bool Decays(Variable variable) => !_variablesExcluded.Contains(variable) && !_excludedFromDecay.Exists(pattern => pattern.IsMatch(variable.Path));

    private void CheckNotBuilt()
    {
        if (Built)
        {
            throw new InvalidOperationException(
                $"{GetType().Name} '{Name}': variables must be excluded from weight decay before the optimizer is built. Received: Built=true. Call ExcludeFromWeightDecay before the first step.");
        }
    }

    private void Clip(List<Tensor> grads)
    {
        if (Options.Clipnorm is > 0)
        {
            for (int i = 0; i < grads.Count; i++)
            {
                grads[i] = Prim.Multiply(grads[i], NormFactor(SquareSum(grads[i]), Options.Clipnorm.Value));
            }
        }
        else if (Options.GlobalClipnorm is > 0)
        {
            Tensor sum = grads.Select(SquareSum).Aggregate(Prim.Add);
            Tensor factor = NormFactor(sum, Options.GlobalClipnorm.Value);
            for (int i = 0; i < grads.Count; i++)
            {
                grads[i] = Prim.Multiply(grads[i], Prim.Convert(factor, grads[i].DType));
            }
        }
        else if (Options.Clipvalue is > 0)
        {
            for (int i = 0; i < grads.Count; i++)
            {
                Tensor limit = Prim.Scalar(Options.Clipvalue.Value, grads[i].DType);
                grads[i] = Prim.Maximum(Prim.Minimum(grads[i], limit), Prim.Negate(limit));
            }
        }
    }

    private static Tensor SquareSum(Tensor x) => x.Rank == 0 ? Prim.Multiply(x, x) : Prim.ReduceSum(Prim.Multiply(x, x));

    /// <summary>limit / max(norm, limit): 1 where the norm is small enough.</summary>
    private static Tensor NormFactor(Tensor squareSum, double limit)
    {
        Tensor most = Prim.Scalar(limit, squareSum.DType);
        return Prim.Divide(most, Prim.Maximum(Prim.Sqrt(squareSum), most));
    }

    private void UpdateAverages(IReadOnlyList<Variable> variables)
    {
        foreach (Variable variable in variables)
        {
            Variable average = Slot(variable, "average");
            // The first step starts the average with the weight itself (momentum 0 then), as Keras does.
            Tensor isFirst = Prim.Equal(Iterations.Value, Prim.Scalar(0, DType.Int32));
            Tensor momentum = Prim.Select(isFirst, Prim.Scalar(0, variable.DType), Prim.Scalar(Options.EmaMomentum, variable.DType));
            Tensor rest = Prim.Subtract(Prim.Scalar(1, variable.DType), momentum);
            average.Assign(Prim.Add(Prim.Multiply(momentum, average.Value), Prim.Multiply(rest, variable.Value)));
            if (Options.EmaOverwriteFrequency is { } frequency)
            {
                Tensor next = Prim.Add(Iterations.Value, Prim.Scalar(1, DType.Int32));
                Tensor isTime = Prim.Equal(Prim.Remainder(next, Prim.Scalar(frequency, DType.Int32)), Prim.Scalar(0, DType.Int32));
                variable.Assign(Prim.Select(isTime, average.Value, variable.Value));
            }
        }
    }

    /// <summary>Number of updates made so far, as a tensor: steps, or every so many of them where gradients are accumulated.</summary>
    private protected Tensor StepCount() =>
        Options.GradientAccumulationSteps is { } n ? Prim.FloorDivide(Iterations.Value, Prim.Scalar(n, DType.Int32)) : Iterations.Value;

    /// <summary>x moved towards a target by a part of the way: a running mean.</summary>
    private protected static Tensor Toward(Tensor x, Tensor target, double part) => Prim.Add(x, Prim.Multiply(Prim.Subtract(target, x), part));

    /// <summary>A tensor times a number.</summary>
    private protected static Tensor Scale(Tensor x, double factor) => Prim.Multiply(x, Prim.Scalar(factor, x.DType));
}
