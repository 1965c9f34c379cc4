using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <content>Application to tensors (keras/src/layers/layer.py: <c>__call__</c>).</content>
public abstract partial class Layer
{
    private bool _warnedOfMask;

    /// <summary>Applies the layer to a tensor: Keras's <c>layer(inputs)</c>.</summary>
    /// <param name="inputs">The input: numbers, or a symbolic tensor, which makes a node of a functional model.</param>
    /// <param name="training">Whether to train; when not given, that of the enclosing call, else false.</param>
    /// <param name="mask">A mask of the input, instead of the one that it carries.</param>
    public Tensor Apply(Tensor inputs, bool? training = null, Tensor? mask = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Invoke(new CallArguments(inputs) { Training = training, Masks = mask is null ? null : [mask] })[0];
    }

    /// <summary>Applies the layer to a list of tensors, as merging layers take it.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="training">Whether to train; when not given, that of the enclosing call, else false.</param>
    public Tensor Apply(IReadOnlyList<Tensor> inputs, bool? training = null) => ApplyMany(inputs, training)[0];

    /// <summary>Applies a layer that has several outputs.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="training">Whether to train; when not given, that of the enclosing call, else false.</param>
    public Tensor[] ApplyMany(IReadOnlyList<Tensor> inputs, bool? training = null) =>
        Invoke(new CallArguments([.. inputs]) { IsList = true, Training = training });

    /// <summary>Applies a layer that has several outputs.</summary>
    /// <param name="inputs">The input.</param>
    /// <param name="training">Whether to train; when not given, that of the enclosing call, else false.</param>
    public Tensor[] ApplyMany(Tensor inputs, bool? training = null) => Invoke(new CallArguments(inputs) { Training = training });

    /// <summary>The shape of the output for an input's shape; sizes not known stay so.</summary>
    /// <param name="input">Shape of the input, with the batch axis.</param>
    public Shape ComputeOutputShape(Shape input) => Infer(new CallArguments(new Tensor(input, AssumedInput, symbol: null)))[0].Shape;

    /// <summary>Makes the weights for inputs of this shape, if they are not there yet.</summary>
    /// <param name="input">Shape of the input, with the batch axis, whose size may be unknown.</param>
    public void EnsureBuilt(Shape input) => EnsureBuilt([new Tensor(input, AssumedInput, symbol: null)]);

    /// <summary>Applies the layer with all that can be said in a call.</summary>
    /// <param name="arguments">The tensors and what is said besides.</param>
    /// <returns>All outputs.</returns>
    public Tensor[] Invoke(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        bool symbolic = !Dispatch.IsAbstract && Array.Exists(arguments.Inputs, x => !x.IsConcrete);
        if (symbolic)
        {
            foreach (Tensor input in arguments.Inputs)
            {
                if (!input.IsConcrete && input.Symbol is not TensorOrigin)
                {
                    return Infer(arguments);
                }
            }

            CallArguments recorded = WithCarriedMasks(arguments);
            Tensor[] outputs = new Node(this, recorded, Infer(recorded)).RegisterAt(InboundNodes).Outputs;
            RecordMasks(recorded, outputs);
            return outputs;
        }

        return Run(arguments);
    }

    /// <summary>Shapes and dtypes of the outputs for inputs of which only those are known; makes the weights if they are not there.</summary>
    internal Tensor[] InferOutputs(Tensor[] inputs) => Infer(new CallArguments(Array.ConvertAll(inputs, x => new Tensor(x.Shape, x.DType, symbol: null))) { IsList = inputs.Length > 1 });

    /// <summary>Forgets what the layer keeps from call to call beside its weights, as recurrent layers with <c>stateful</c> do.</summary>
    public virtual void ResetState()
    {
        foreach (Layer layer in Sublayers)
        {
            layer.ResetState();
        }
    }

    /// <summary>Makes the weights. Called once, before the first call.</summary>
    /// <param name="input">Shape of the input, with the batch axis, whose size may be unknown.</param>
    protected virtual void Build(Shape input)
    {
    }

    /// <summary>Makes the weights of a layer of several inputs.</summary>
    /// <param name="inputs">Shapes of the inputs.</param>
    protected virtual void Build(IReadOnlyList<Shape> inputs) => Build(inputs is { Count: > 0 } ? inputs[0] : Shape.Scalar);

    /// <summary>The computation of a layer of one input and one output.</summary>
    /// <param name="inputs">The input.</param>
    protected virtual Tensor Call(Tensor inputs) => throw new InvalidOperationException(
        $"{Label}: the class does not say what it computes. Override Call(Tensor), Call(Tensor, bool training) or Call(CallArguments).");

    /// <summary>The computation of a layer that does something else in training.</summary>
    /// <param name="inputs">The input.</param>
    /// <param name="training">Whether it trains.</param>
    protected virtual Tensor Call(Tensor inputs, bool training) => Call(inputs);

    /// <summary>The computation of a layer of several inputs or outputs.</summary>
    /// <param name="arguments">Inputs, masks, and <see cref="CallArguments.Training"/>, which is not null here.</param>
    protected virtual Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments.Inputs.Length == 1
            ? [Call(arguments.Inputs[0], arguments.Training!.Value)]
            : throw new ArgumentException($"{Label}: it takes one tensor. Received: {arguments.Inputs.Length} tensors. Override Call(CallArguments) to take several.");
    }

    /// <summary>The mask of the outputs. By default that of the first input, where the layer supports masks. Made of <see cref="Ops"/>, it can be written to a file with a functional model.</summary>
    /// <param name="arguments">Inputs and masks.</param>
    /// <param name="index">Which output.</param>
    protected virtual Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return SupportsMasking && arguments.Inputs.Length > 0 ? arguments.MaskOf(0) : null;
    }

    /// <summary>Whether inputs of a floating dtype are cast before the call.</summary>
    private Tensor CastInput(Tensor input) => NeedsCast(input) ? WithMask(Prim.Convert(input, ComputeDType), input.Mask) : input;

    private bool NeedsCast(Tensor input) => Autocast && CastsInput && input.DType.IsFloating() && input.DType != ComputeDType;

    /// <summary>Whether the layer computes with its inputs; one that only moves or looks up numbers leaves their dtype alone.</summary>
    private protected virtual bool CastsInput => true;

    /// <summary>Whether a call that does not say whether it trains, and that no other encloses that does, trains.</summary>
    private protected virtual bool TrainsByDefault => false;

    /// <summary>Dtype of an input of which only the shape is said.</summary>
    private protected virtual DType AssumedInput => ComputeDType;

    /// <summary>Whether masks pass through, for layers of this library that are always so.</summary>
    private protected virtual bool PassesMask => false;

    /// <summary>Whether the layer looks after masks itself, so that one that ends here is not lost unnoticed.</summary>
    private protected virtual bool HandlesMask => SupportsMasking;

    /// <summary>Whether functional and sequential models give it the mask of its input as an argument, so that the mask ends there.</summary>
    internal virtual bool EndsMaskInModels => false;

    /// <summary>Whether the output for a sample does not depend on the others of the batch, nor on earlier calls. Nobody knows of layers outside this library.</summary>
    internal virtual bool TreatsSamplesAlone(bool training) => IsLibraryClass() && ActivityRegularizer is null && Sublayers.All(layer => layer.TreatsSamplesAlone(training));

    /// <summary>The inputs whose shapes the weights are made for.</summary>
    private protected virtual Tensor[] BuildInputs(CallArguments arguments) => arguments.Inputs;

    private protected static Tensor WithMask(Tensor tensor, Tensor? mask)
    {
        tensor.Mask = mask;
        return tensor;
    }

    /// <summary>Whether the layer computes on the host from inputs that are known, as layers that read text do, so that no plan can hold it.</summary>
    internal virtual bool RunsOnHost => Sublayers.Any(layer => layer.RunsOnHost);

    /// <summary>Runs the call on shapes alone.</summary>
    private Tensor[] Infer(CallArguments arguments)
    {
        EnsureBuilt(arguments);
        using (Dispatch.Enter(ShapeInterpreter.Instance))
        using (Dispatch.WithoutRecorders())
        {
            // An output that is an input would lose its own place in the graph: results are always new tensors.
            return Array.ConvertAll(Run(arguments), y => WithMask(new Tensor(y.Shape, y.DType, symbol: null), y.Mask));
        }
    }

    private Tensor[] Run(CallArguments arguments)
    {
        CheckInputs(arguments.Inputs);
        CallContext? outer = CallContext.Current;
        bool? flag = arguments.Training ?? outer?.Training ?? (TrainsByDefault ? true : null);
        if (!_built)
        {
            EnsureBuilt(arguments);
        }

        Tensor[] inputs = Array.Exists(arguments.Inputs, NeedsCast) ? Array.ConvertAll(arguments.Inputs, CastInput) : arguments.Inputs;
        if (outer is null && Dispatch.Current != ShapeInterpreter.Instance)
        {
            ClearLosses();
        }

        CallArguments full = arguments.With(inputs, flag ?? false);
        Tensor[] outputs;
        using (CallContext.Enter(this, flag))
        using (CallContext.EnterName(Name))
        {
            using (Variable.ReadAs(ComputeDType == VariableDType ? null : ComputeDType))
            {
                outputs = Call(full);
            }

            if (ActivityRegularizer is not null && Dispatch.Current != ShapeInterpreter.Instance)
            {
                foreach (Tensor output in outputs)
                {
                    // Keras divides by the batch size, so that the penalty does not depend on it.
                    Tensor penalty = ActivityRegularizer.Call(output);
                    AddLoss(Prim.Divide(penalty, Prim.Scalar(output.Shape[0], penalty.DType)));
                }
            }
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            Tensor? mask = KeepsOwnMasks ? outputs[i].Mask : ComputeMask(full, i);
            if (!ReferenceEquals(outputs[i].Mask, mask))
            {
                outputs[i] = Array.IndexOf(inputs, outputs[i]) >= 0 ? Prim.Identity(outputs[i]) : outputs[i];
                outputs[i].Mask = mask;
            }
        }

        WarnOfLostMask(full, outputs);
        return outputs;
    }

    /// <summary>Keras's warning that a mask ends at a layer that says nothing of masks; once for a layer.</summary>
    private void WarnOfLostMask(CallArguments arguments, Tensor[] outputs)
    {
        if (_warnedOfMask || HandlesMask || KeepsOwnMasks || !Array.Exists(arguments.Inputs, x => x.Mask is not null) || Array.Exists(outputs, y => y.Mask is not null))
        {
            return;
        }

        _warnedOfMask = true;
        string hint = IsLibraryClass() ? "" : " Set SupportsMasking = true in its constructor if the mask holds for its output as well.";
        Console.Error.WriteLine(
            $"Warning: {Label}: its input carries a mask, which ends here, as the layer does not support masking; the layers after it see all steps.{hint}");
    }

    /// <summary>Whether masks of outputs are those that the call left on them, as in models.</summary>
    private protected virtual bool KeepsOwnMasks => false;

    private void CheckInputs(Tensor[] inputs)
    {
        if (InputSpec is not null)
        {
            foreach (Tensor input in inputs)
            {
                InputSpec.Check(this, input.Shape);
            }
        }
    }

    private void EnsureBuilt(CallArguments arguments)
    {
        if (!_built)
        {
            NoteBuildArguments(arguments);
            EnsureBuilt(BuildInputs(arguments));
        }
    }

    private void EnsureBuilt(Tensor[] inputs)
    {
        if (_built)
        {
            return;
        }

        lock (_building)
        {
            if (_built)
            {
                return;
            }

            CheckInputs(inputs);
            Shape[] shapes = Array.ConvertAll(inputs, x => x.Shape);
            BuildShapes = shapes;
            BuildDType = inputs.Length > 0 && (inputs[0].DType == DType.String || (RunsOnHost && inputs[0].DType.IsInteger())) ? inputs[0].DType : DType.Float32;
            // Weights are made now even where a graph is being traced around the call.
            using (Dispatch.Enter(null!))
            using (Dispatch.WithoutRecorders())
            using (CallContext.EnterName(Name))
            {
                _resolved = DtypePolicy.For(CallContext.Path);
                Build(shapes);
            }

            // What the layer says of its input while it is built holds for the first input, too.
            CheckInputs(inputs);
            _built = true;
            if (!Trainable)
            {
                Trainable = false;
            }
        }
    }

    /// <summary>Marks a layer built that made its weights in its constructor.</summary>
    private protected void SetBuilt() => _built = true;
}
