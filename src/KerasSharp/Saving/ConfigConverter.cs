using KerasSharp.Utilities;

namespace KerasSharp.Saving;

/// <summary>Reads a plain config value as a <typeparamref name="T"/>; false where the value does not fit.</summary>
/// <typeparam name="T">The wanted type.</typeparam>
/// <param name="value">The value; never null.</param>
/// <param name="result">The value read.</param>
public delegate bool ConfigRead<T>(object value, out T result);

/// <summary>
/// How types stand in configs. Numbers, strings, their nullable forms and arrays are known; further types are added by
/// <see cref="Register"/>, and types of the library's own implement <see cref="IConfigValue{TSelf}"/> instead.
/// </summary>
public static class ConfigConverter
{
    static ConfigConverter()
    {
        RegisterValue<bool>("a bool", (object v, out bool r) => Is(v, out r));
        RegisterValue<long>("an integer", TryLong);
        RegisterValue<int>("an integer", TryInt);
        RegisterValue<double>("a number", TryDouble);
        RegisterValue<float>("a number", (object v, out float r) => TryDouble(v, out double d) ? Ok((float)d, out r) : No(out r));
        Register<string>("a string", (object v, out string r) => Is(v, out r), v => v);
        Register<object>("any value", (object v, out object r) => Ok(v, out r), v => v);
        Register<Config>("an object", (object v, out Config r) => Is(v, out r), v => v);
        RegisterArray<int>("an integer or a list of integers", TryInt);
        RegisterArray<int?>("a list of integers and nulls", (object v, out int? r) => v is null ? Ok(null, out r) : TryInt(v, out int n) ? Ok(n, out r) : No(out r));
        RegisterArray<long>("an integer or a list of integers", TryLong);
        RegisterArray<double>("a number or a list of numbers", TryDouble);
        RegisterArray<float>("a number or a list of numbers", (object v, out float r) => TryDouble(v, out double d) ? Ok((float)d, out r) : No(out r));
        RegisterArray<string>("a list of strings", (object v, out string r) => Is(v, out r));
        RegisterArray<bool>("a list of bools", (object v, out bool r) => Is(v, out r));
        Register<Shape>(
            "a list of integers and nulls",
            (object v, out Shape r) => Holder<int?[]>.Read!(v, out int?[] sizes) ? Ok(Shape.Create(sizes), out r) : No(out r),
            v => new List<object?>(v.ToArray().Select(size => size < 0 ? null : (object?)(long)size)));
        RegisterArray<int[]>("a list of lists of integers", (object v, out int[] r) => Holder<int[]>.Read!(v, out r));
    }

    /// <summary>Adds a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="expected">What the config must hold, for error messages: "a list of integers".</param>
    /// <param name="read">Reads a value.</param>
    /// <param name="write">Makes the plain value.</param>
    public static void Register<T>(string expected, ConfigRead<T> read, Func<T, object?> write)
    {
        Holder<T>.Expected = expected;
        Holder<T>.Read = read;
        Holder<T>.Write = write;
    }

    /// <summary>The plain value of a member.</summary>
    /// <typeparam name="T">Type of the member.</typeparam>
    /// <param name="value">Its value.</param>
    public static object? Write<T>(T value) => value is null ? null : Holder<T>.Write is { } write ? write(value) : Config.Normalize(value);

    /// <summary>The plain value of a member of an enumeration: its name in snake_case.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="value">The value.</param>
    public static string? WriteEnum<T>(T? value)
        where T : struct, Enum => value is { } v ? v is DType dtype ? dtype.Name() : Naming.ToSnakeCase(v.ToString()) : null;

    /// <summary>The plain value of a member that writes itself.</summary>
    /// <param name="value">The value.</param>
    /// <typeparam name="T">Type of the member.</typeparam>
    public static object? WriteValue<T>(T? value)
        where T : IConfigValue<T> => value?.ToConfigValue();

    internal static bool TryRead<T>(object value, out T result) => Holder<T>.Read is { } read
        ? read(value, out result)
        : throw new NotSupportedException(
            $"A constructor parameter of type {typeof(T)} cannot be read from a config. Let the type implement IConfigValue, or call ConfigConverter.Register.");

    internal static string Expected<T>() => Holder<T>.Expected;

    internal static bool TryReadEnum<T>(object value, out T result)
        where T : struct, Enum
    {
        if (value is string text)
        {
            string wanted = text.Replace("_", "", StringComparison.Ordinal);
            foreach (T candidate in Enum.GetValues<T>())
            {
                if (string.Equals(candidate.ToString(), wanted, StringComparison.OrdinalIgnoreCase))
                {
                    return Ok(candidate, out result);
                }
            }
        }

        return No(out result);
    }

    private static void RegisterValue<T>(string expected, ConfigRead<T> read)
        where T : struct
    {
        Register(expected, read, v => v);
        Register<T?>(expected + " or null", (object v, out T? r) => read(v, out T inner) ? Ok(inner, out r) : No(out r), v => v);
    }

    private static void RegisterArray<T>(string expected, ConfigRead<T> read)
    {
        Register<T[]>(expected, (object v, out T[] r) => TryArray(v, read, out r), v => v);
        Register<IReadOnlyList<T>>(expected, (object v, out IReadOnlyList<T> r) => TryArray(v, read, out T[] a) ? Ok(a, out r) : No(out r), v => v);
    }

    /// <summary>A list element by element; a lone value counts as a list of one, as Keras takes <c>axis=-1</c> for <c>axis=[-1]</c>.</summary>
    private static bool TryArray<T>(object value, ConfigRead<T> read, out T[] result)
    {
        List<object?> list = value as List<object?> ?? [value];
        result = new T[list.Count];
        for (int i = 0; i < result.Length; i++)
        {
            bool mayBeNull = default(T) is null && Nullable.GetUnderlyingType(typeof(T)) is not null;
            if ((list[i] is null && !mayBeNull) || !read(list[i]!, out result[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryLong(object value, out long result) => value switch
    {
        long n => Ok(n, out result),
        double d when d == Math.Floor(d) && Math.Abs(d) < 9e15 => Ok((long)d, out result),
        _ => No(out result),
    };

    private static bool TryInt(object value, out int result) =>
        TryLong(value, out long n) && n is >= int.MinValue and <= int.MaxValue ? Ok((int)n, out result) : No(out result);

    private static bool TryDouble(object value, out double result) => value switch
    {
        double d => Ok(d, out result),
        long n => Ok((double)n, out result),
        _ => No(out result),
    };

    private static bool Is<T>(object value, out T result) => value is T t ? Ok(t, out result) : No(out result);

    private static bool Ok<T>(T value, out T result)
    {
        result = value;
        return true;
    }

    private static bool No<T>(out T result)
    {
        result = default!;
        return false;
    }

    /// <summary>The converters of one type: a generic static class finds them without reflection or a dictionary.</summary>
    private static class Holder<T>
    {
        public static string Expected = typeof(T).Name;
        public static ConfigRead<T>? Read;
        public static Func<T, object?>? Write;
    }
}
