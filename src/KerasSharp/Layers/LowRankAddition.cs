using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>A product of two thin matrices that is trained in the place of a kernel, which stays as it is (Hu et al. 2021).</summary>
/// <param name="a">The kernel's axes but the last, and the rank.</param>
/// <param name="b">The rank, and the kernel's last axis.</param>
/// <param name="scale">Factor of the product.</param>
internal sealed class LowRankAddition(Variable a, Variable b, double scale)
{
    public Tensor AddTo(Tensor kernel) => Prim.Add(kernel, Prim.Convert(Prim.Multiply(Contraction.LastWithFirst(a.Value, b.Value), scale), kernel.DType));

    /// <summary>The addition to some rows of a table.</summary>
    public Tensor RowsAt(Tensor indices) => Prim.Multiply(Contraction.LastWithFirst(Prim.Gather(a.Value, indices, 0), b.Value), scale);

    /// <summary>Keras writes the keys only where there is an addition.</summary>
    public static Config Write(Config config, int? rank, double? alpha)
    {
        if (rank is not null)
        {
            config["lora_rank"] = rank;
            config["lora_alpha"] = alpha;
        }

        return config;
    }
}
