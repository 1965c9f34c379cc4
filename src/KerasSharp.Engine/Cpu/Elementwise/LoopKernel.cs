namespace KerasSharp.Cpu.Elementwise;

/// <summary>A fused loop ready to run: generated code where that is possible, else the tile interpreter.</summary>
internal abstract unsafe class LoopKernel
{
    public static LoopKernel For(LoopProgram program) => new Interpreted(program);

    /// <summary>Runs part of the domain.</summary>
    /// <param name="pointers">The inputs, then the outputs.</param>
    /// <param name="start">First element.</param>
    /// <param name="count">Number of elements.</param>
    public abstract void Run(byte** pointers, long start, long count);

    private sealed class Interpreted(LoopProgram program) : LoopKernel
    {
        private readonly LoopInterpreter _interpreter = new(program);

        public override void Run(byte** pointers, long start, long count) => _interpreter.Run(pointers, start, count);
    }
}
