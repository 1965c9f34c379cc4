namespace KerasSharp;

/// <summary>The shapes of the operands do not fit the operation or layer. The message says what was expected, what was found and what to change.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>An exception with a message.</summary>
    public ShapeException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and the argument it is about.</summary>
    public ShapeException(string message, string paramName)
        : base(message, paramName)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    public ShapeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception without details.</summary>
    public ShapeException()
    {
    }
}
