using System.Globalization;
using KerasSharp.Utilities.Formatting;

namespace KerasSharp.Tests.Utilities;

/// <summary>Python's formatting of values, held to what CPython gives.</summary>
public sealed class FormatTests
{
    [Fact]
    public void Apply_ValuesAndSpecifications_GivesWhatPythonGives()
    {
        List<string> wrong = [];
        int count = 0;
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Utilities", "python-formats.tsv")).Where(line => !line.StartsWith('#')))
        {
            string[] parts = line.Split('\t');
            string given;
            try
            {
                given = "=" + FormatSpec.Parse(parts[2]).Apply(Value(parts[0], parts[1]));
            }
            catch (FormatException)
            {
                given = "error";
            }

            count++;
            if (given != parts[3])
            {
                wrong.Add($"format({parts[1]}, '{parts[2]}') = {parts[3]}, here {given}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(count > 500);
    }

    [Theory]
    [InlineData("model.keras", "model.keras")]
    [InlineData("{epoch:02d}-{val_loss:.2f}.keras", "07-0.12.keras")]
    [InlineData("{{{epoch}}}", "{7}")]
    [InlineData("{name!r:>5}|{name!s:<5}|{name:^5}", "   ab|ab   | ab  ")]
    [InlineData("{epoch:{width}d}", "   7")]
    [InlineData("{val_loss}", "0.125")]
    public void Format_Template_FillsInFields(string template, string expected) => Assert.Equal(expected, new FormatTemplate(template).Format(Find));

    [Theory]
    [InlineData("{epoch", "a '{' that is not closed")]
    [InlineData("epoch}", "a '}' that closes nothing")]
    [InlineData("{}", "whose name is ''")]
    [InlineData("{0}", "whose name is '0'")]
    [InlineData("{logs[loss]}", "whose name is 'logs[loss]'")]
    [InlineData("{epoch!x}", "the conversion '!x'")]
    public void Format_TemplateThatIsNone_SaysWhatIsWrong(string template, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => new FormatTemplate(template)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{epoch:.2d}", "whole numbers have no precision")]
    [InlineData("{val_loss:d}", "not for numbers with a fraction")]
    [InlineData("{name:+}", "not for texts")]
    [InlineData("{epoch:abc}", "not of the form")]
    [InlineData("{epoch:99999999999d}", "more than 10000")]
    public void Format_SpecificationThatDoesNotFit_SaysWhy(string template, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => new FormatTemplate(template).Format(Find)).Message, StringComparison.Ordinal);

    [Fact]
    public void Format_UnknownName_Throws() => Assert.Throws<KeyNotFoundException>(() => new FormatTemplate("{nothing}").Format(Find));

    private static object? Find(string name) => name switch { "epoch" => 7L, "val_loss" => 0.125, "name" => "ab", "width" => 4L, _ => null };

    private static object Value(string kind, string text) => kind switch
    {
        "i" => long.Parse(text, CultureInfo.InvariantCulture),
        "s" => text,
        _ => text switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, "nan" => double.NaN, _ => double.Parse(text, CultureInfo.InvariantCulture) },
    };
}
