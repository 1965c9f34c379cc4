using KerasSharp.Saving;
using KerasSharp.Tensors;

namespace KerasSharp;

/// <summary>
/// The state of a stream of random numbers: two words of a counter-based generator. Each draw uses the state and adds (0, 1) to it, so that a
/// compiled step draws new numbers at every run. Its state is a variable, but no weight: files do not hold it.
/// </summary>
[KerasSerializable("keras.random", "SeedGenerator")]
public sealed partial class SeedGenerator
{
    private static readonly Lock Gate = new();
    private static Philox s_defaults = new((uint)Environment.TickCount64, (uint)Environment.ProcessId);
    private static SeedGenerator? s_global;
    private static int? s_shuffle;

    /// <summary>A generator with a seed, or one drawn at random.</summary>
    /// <param name="seed">The seed, 0 or more.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seed"/> is negative.</exception>
    public SeedGenerator(int? seed = null, string? name = null)
    {
        if (seed < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(seed), $"SeedGenerator: the seed must be 0 or more. Received: seed={seed}.");
        }

        Seed = seed ?? MakeDefaultSeed();
        Name = name ?? Utilities.Naming.AutoName(nameof(SeedGenerator));
        Tensor state = Tensor.Allocate(Shape.Of(2), DType.UInt32);
        state.Data.As<uint>()[0] = (uint)Seed;
        state.Data.As<uint>()[1] = 0;
        State = new Variable(state, trainable: false, name: "seed_generator_state");
        _increment = Tensor.Allocate(Shape.Of(2), DType.UInt32);
        _increment.Data.As<uint>()[0] = 0;
        _increment.Data.As<uint>()[1] = 1;
    }

    private readonly Tensor _increment;

    /// <summary>The seed it started from.</summary>
    public int? Seed { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The state: uint32 (2,).</summary>
    public Variable State { get; }

    /// <summary>The generator of calls that name none.</summary>
    public static SeedGenerator Global
    {
        get
        {
            lock (Gate)
            {
                return s_global ??= new SeedGenerator(name: "global_seed_generator");
            }
        }
    }

    /// <summary>The state for one draw; the generator moves on.</summary>
    public Tensor Next()
    {
        Tensor state = State.Value;
        State.Assign(state + _increment);
        return state;
    }

    /// <summary>A seed for an object that was given none, from the generator that <c>Utils.SetRandomSeed</c> seeds.</summary>
    internal static int MakeDefaultSeed()
    {
        lock (Gate)
        {
            return 1 + s_defaults.NextInt(1_000_000_000);
        }
    }

    /// <summary>The seed of the orders of samples, which stays the same until <c>Utils.SetRandomSeed</c> is called.</summary>
    internal static int ShuffleSeed
    {
        get
        {
            lock (Gate)
            {
                return s_shuffle ??= (int)(s_defaults.NextBits() >> 1);
            }
        }
    }

    /// <summary>Starts the global streams afresh.</summary>
    internal static void SeedAll(int seed)
    {
        lock (Gate)
        {
            s_defaults = new Philox((uint)seed, 0x5EED);
            s_global = null;
            s_shuffle = (int)(new Philox((uint)seed, 0x0DE2).NextBits() >> 1);
        }
    }
}
