namespace KerasSharp.Cpu.Plans;

/// <summary>One thing that a plan does. Steps hold no memory of their own: buffers come as a table of pointers, so that plans run on several threads.</summary>
internal abstract unsafe class Step
{
    /// <summary>What it does, for the plan view.</summary>
    public abstract string Name { get; }

    /// <summary>Shapes, flops and notes, for the plan view.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Bytes read and written, for the plan view.</summary>
    public long Bytes { get; init; }

    /// <summary>Does it.</summary>
    /// <param name="slots">The address of every buffer of the plan.</param>
    public abstract void Run(byte** slots);
}
