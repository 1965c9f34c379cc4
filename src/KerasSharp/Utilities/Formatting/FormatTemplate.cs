using System.Text;

namespace KerasSharp.Utilities.Formatting;

/// <summary>
/// A text with fields, as Python's <c>str.format</c> takes it: <c>{epoch:02d}-{val_loss:.2f}</c>; <c>{{</c> and <c>}}</c> stand for braces
/// (Python's library reference, "Format String Syntax"). Fields are names; no attributes, indexes or positions.
/// </summary>
internal sealed class FormatTemplate
{
    private readonly List<Part> _parts = [];
    private readonly string _text;

    /// <param name="text">The template.</param>
    /// <exception cref="FormatException">A brace stands alone, or a field is no name.</exception>
    public FormatTemplate(string text)
    {
        _text = text;
        Parse();
    }

    /// <summary>Fills in the fields.</summary>
    /// <param name="find">The value of a name: a <see cref="long"/>, <see cref="double"/> or <see cref="string"/>; null where there is none.</param>
    /// <exception cref="KeyNotFoundException">A name has no value.</exception>
    /// <exception cref="FormatException">A value cannot be written as the template says.</exception>
    public string Format(Func<string, object?> find)
    {
        var text = new StringBuilder();
        foreach (Part part in _parts)
        {
            text.Append(part.Name is null ? part.Text : Field(part, find));
        }

        return text.ToString();
    }

    private static string Field(Part part, Func<string, object?> find)
    {
        object value = find(part.Name!) ?? throw new KeyNotFoundException(part.Name);
        string spec = part.Spec is null ? "" : part.Spec.Format(find);
        return FormatSpec.Parse(spec).Apply(part.Converts ? FormatSpec.Parse("").Apply(value) : value);
    }

    private void Parse()
    {
        var literal = new StringBuilder();
        for (int i = 0; i < _text.Length; i++)
        {
            char c = _text[i];
            if (c is '{' or '}' && i + 1 < _text.Length && _text[i + 1] == c)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '}')
            {
                throw Wrong("a '}' that closes nothing. Write '}}' for the character itself");
            }
            else if (c == '{')
            {
                _parts.Add(new Part(literal.ToString(), null, null, false));
                literal.Clear();
                int end = End(i);
                _parts.Add(ParseField(_text[(i + 1)..end]));
                i = end;
            }
            else
            {
                literal.Append(c);
            }
        }

        _parts.Add(new Part(literal.ToString(), null, null, false));
    }

    /// <summary>Where the field closes that opens at a place; fields may stand in its specification.</summary>
    private int End(int start)
    {
        int depth = 0;
        for (int i = start; i < _text.Length; i++)
        {
            depth += _text[i] == '{' ? 1 : _text[i] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        throw Wrong("a '{' that is not closed. Write '{{' for the character itself");
    }

    private Part ParseField(string field)
    {
        int colon = field.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? field : field[..colon];
        int mark = name.IndexOf('!', StringComparison.Ordinal);
        string conversion = mark < 0 ? "" : name[(mark + 1)..];
        name = mark < 0 ? name : name[..mark];
        if (name.Length == 0 || name.All(char.IsDigit) || name.AsSpan().IndexOfAny(".[]{}") >= 0)
        {
            throw Wrong($"the field '{{{field}}}', whose name is '{name}'. Name a value, as in {{epoch:02d}}");
        }

        if (mark >= 0 && conversion is not ("s" or "r" or "a"))
        {
            throw Wrong($"the conversion '!{conversion}'. Python knows !s, !r and !a");
        }

        return new Part("", name, colon < 0 ? null : new FormatTemplate(field[(colon + 1)..]), mark >= 0);
    }

    private FormatException Wrong(string what) => new($"The template \"{_text}\" has {what}.");

    /// <summary>Plain text, or a field with what its specification is made of.</summary>
    private sealed record Part(string Text, string? Name, FormatTemplate? Spec, bool Converts);
}
