# In the guest: the numeric tests of the kernels at 512 bits. Prints each test as it ends.
export KERASSHARP_TEST_WITHOUT=nothing
tests=KerasSharp.EngineTests.Cpu
for class in InstructionSetTests GemmTests GemmInputTests ConvolutionTests SoftmaxTests AttentionTests NormalizationTests ReductionTests RecurrenceTests \
    PoolingTests LayoutTests VectorMathTests TrainingStepTests Plans.FusedLoopTests; do
    filter="$filter --filter-class $tests.$class"
done
dotnet /cd/tests/KerasSharp.Engine.Tests.dll --results-directory /tmp --output detailed --no-ansi --no-progress --parallel none $filter
