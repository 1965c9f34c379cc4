using KerasSharp.Saving;

namespace KerasSharp
{
    public static partial class Keras
    {
        /// <summary><c>keras.config</c>: what holds for the whole process.</summary>
        public static class Config
        {
            /// <summary>The policy of layers that are given none (<c>keras.config.dtype_policy</c>).</summary>
            public static DTypePolicy DTypePolicy() => KerasSharp.DTypePolicy.Default;

            /// <summary>Sets the policy of layers made from now on that are given none (<c>keras.mixed_precision.set_global_policy</c>).</summary>
            /// <param name="policy">The policy or its name, such as <c>"mixed_bfloat16"</c>.</param>
            public static void SetDTypePolicy(DTypePolicy policy)
            {
                ArgumentNullException.ThrowIfNull(policy);
                KerasSharp.DTypePolicy.Default = policy;
            }
        }
    }
}

namespace KerasSharp.DTypePolicies
{
    /// <summary><c>keras.dtype_policies</c>: policies by name and in configs.</summary>
    public static class Policies
    {
        /// <summary>The policy that an identifier means.</summary>
        /// <param name="identifier">A name, a policy, or null for the global one.</param>
        /// <exception cref="ArgumentException">The name is that of no policy.</exception>
        public static DTypePolicy Get(DTypePolicy? identifier) => identifier ?? DTypePolicy.Default;

        /// <summary>The form that configs hold.</summary>
        /// <param name="policy">The policy.</param>
        public static Config Serialize(DTypePolicy policy)
        {
            ArgumentNullException.ThrowIfNull(policy);
            return (Config)policy.ToConfigValue()!;
        }

        /// <summary>The policy that a config describes.</summary>
        /// <param name="config">What <see cref="Serialize"/> gives.</param>
        /// <exception cref="ModelFormatException">It describes none.</exception>
        public static DTypePolicy Deserialize(Config config)
        {
            ArgumentNullException.ThrowIfNull(config);
            try
            {
                return DTypePolicy.FromConfigValue(config);
            }
            catch (Exception error) when (error is FormatException or ArgumentException)
            {
                throw new ModelFormatException($"A dtype policy cannot be read. {error.Message}", error);
            }
        }
    }
}
