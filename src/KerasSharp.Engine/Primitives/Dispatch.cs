namespace KerasSharp.Primitives;

/// <summary>Gives a primitive applied to tensors its meaning: run it now, add it to a graph, or only infer shapes.</summary>
internal interface IInterpreter
{
    /// <summary>Applies <paramref name="primitive"/> and returns its results.</summary>
    Tensor[] Bind(Primitive primitive, Tensor[] inputs);

    /// <summary>The tensor that stands for a variable's present value here.</summary>
    Tensor ReadVariable(Variable variable);

    /// <summary>Gives a variable a new value here.</summary>
    void AssignVariable(Variable variable, Tensor value);
}

/// <summary>Sees every application of a primitive on its thread, as gradient tapes do.</summary>
internal interface IRecorder
{
    /// <summary>Called after each application.</summary>
    void Record(Primitive primitive, Tensor[] inputs, Tensor[] outputs);

    /// <summary>Called when a variable is read.</summary>
    void RecordRead(Variable variable, Tensor value);
}

/// <summary>An operation on symbolic tensors as files describe it.</summary>
/// <param name="Name">Keras's name of the function.</param>
/// <param name="Values">Its arguments beside tensors.</param>
/// <param name="Present">Which of its tensors are there, of an operation some of whose may be absent.</param>
internal sealed record SymbolicCall(string Name, object?[] Values, bool[]? Present = null);

/// <summary>The one way into every primitive: interpreted by what is innermost on this thread, then shown to its recorders.</summary>
internal static class Dispatch
{
    [ThreadStatic]
    private static IInterpreter? t_current;

    [ThreadStatic]
    private static List<IRecorder>? t_recorders;

    /// <summary>The device that runs primitives at once. Set by the CPU device when the engine is loaded.</summary>
    public static IInterpreter Eager { get; set; } = null!;

    /// <summary>What to do with a symbolic tensor outside any interpreter: set by the Keras layer to record functional models.</summary>
    public static IInterpreter Symbolic { get; set; } = ShapeInterpreter.Instance;

    /// <summary>
    /// What an operation on symbolic tensors does, given what it is, its tensors and its computation: set by the Keras layer, which records it as one node of a
    /// functional model. Without that, shapes are inferred.
    /// </summary>
    public static Func<SymbolicCall, Tensor[], Func<Tensor[], Tensor[]>, Tensor[]> SymbolicOp { get; set; } = static (_, inputs, body) =>
    {
        using (Enter(ShapeInterpreter.Instance))
        {
            return body(inputs);
        }
    };

    /// <summary>The interpreter of this thread.</summary>
    public static IInterpreter Current => t_current ?? Eager;

    /// <summary>Whether a graph is being traced or shapes inferred on this thread.</summary>
    public static bool IsAbstract => t_current is not null && t_current != Eager;

    /// <summary>Whether a tape is open on this thread.</summary>
    public static bool IsRecorded => t_recorders is { Count: > 0 };

    /// <summary>Applies a primitive to one or more tensors.</summary>
    public static Tensor[] Bind(Primitive primitive, params Tensor[] inputs)
    {
        IInterpreter interpreter = InterpreterFor(inputs);
        Tensor[] outputs = interpreter == Eager && TextDispatch.Applies(inputs) ? TextDispatch.Bind(primitive, inputs, interpreter) : interpreter.Bind(primitive, inputs);
        if (t_recorders is { Count: > 0 } recorders)
        {
            for (int i = recorders.Count - 1; i >= 0; i--)
            {
                recorders[i].Record(primitive, inputs, outputs);
            }
        }

        return outputs;
    }

    /// <summary>Applies a primitive of one result.</summary>
    public static Tensor Bind1(Primitive primitive, params Tensor[] inputs) => Bind(primitive, inputs)[0];

    /// <summary>Reads a variable through the interpreter of this thread.</summary>
    public static Tensor Read(Variable variable)
    {
        Tensor value = Current.ReadVariable(variable);
        if (t_recorders is { Count: > 0 } recorders)
        {
            foreach (IRecorder recorder in recorders)
            {
                recorder.RecordRead(variable, value);
            }
        }

        return value;
    }

    /// <summary>Makes an interpreter the innermost of this thread until the scope is disposed.</summary>
    public static InterpreterScope Enter(IInterpreter interpreter)
    {
        var scope = new InterpreterScope(t_current);
        t_current = interpreter;
        return scope;
    }

    /// <summary>Hides this thread's recorders until the scope is disposed.</summary>
    public static RecorderScope WithoutRecorders()
    {
        var scope = new RecorderScope(t_recorders);
        t_recorders = null;
        return scope;
    }

    public static void AddRecorder(IRecorder recorder) => (t_recorders ??= []).Add(recorder);

    public static void RemoveRecorder(IRecorder recorder) => t_recorders?.Remove(recorder);

    private static IInterpreter InterpreterFor(Tensor[] inputs)
    {
        if (t_current is { } current)
        {
            return current;
        }

        foreach (Tensor input in inputs)
        {
            if (!input.IsConcrete)
            {
                return Symbolic;
            }
        }

        return Eager;
    }

    internal readonly struct InterpreterScope(IInterpreter? previous) : IDisposable
    {
        public void Dispose() => t_current = previous;
    }

    internal readonly struct RecorderScope(List<IRecorder>? previous) : IDisposable
    {
        public void Dispose() => t_recorders = previous;
    }
}
