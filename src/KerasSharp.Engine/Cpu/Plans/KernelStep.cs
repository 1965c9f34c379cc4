namespace KerasSharp.Cpu.Plans;

/// <summary>What a kernel step does with the buffers of its plan.</summary>
internal unsafe delegate void KernelBody(byte** slots);

/// <summary>A step that is one call of a kernel; sizes and slots are captured when the plan is made.</summary>
internal sealed unsafe class KernelStep(string name, KernelBody body) : Step
{
    public override string Name => name;

    public override void Run(byte** slots) => body(slots);
}
