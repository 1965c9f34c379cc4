# In the guest: what the steps of small workloads cost in instructions, with AVX-512 and without. The guest's clock counts them.
export KERASSHARP_DEBUG=2 DOTNET_TieredCompilation=0
for workload in mlp_tiny gpt_small_infer mobilenetv2_infer1; do
    for avx512 in 1 0; do
        echo "== $workload AVX512=$avx512"
        DOTNET_EnableAVX512=$avx512 dotnet /cd/bench/KerasSharp.Bench.dll steps $workload --threads 1 --seconds 0.000001
    done
done
