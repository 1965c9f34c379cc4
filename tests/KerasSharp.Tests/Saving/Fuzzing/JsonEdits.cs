using System.Text.Json.Nodes;

namespace KerasSharp.Tests.Saving.Fuzzing;

/// <summary>Changes JSON so that it stays JSON: values of other kinds, numbers beyond measure, parts of elsewhere, keys that are gone or new.</summary>
internal static class JsonEdits
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "1e308", "-1e400", "0.5", "NaN", "\"\"", "\"x\"", "\"__lambda__\"", "\"float16\"", "\"int32\"",
        "\"string\"", "\"../x\"", "\"/etc/passwd\"", "\"relu\"", "[]", "{}", "[null]", "[0]", "[-5]", "[null, 1000000000]", "[1, 2, 3, 4, 5, 6, 7, 8]", "[[[[]]]]", "{\"class_name\": \"Dense\"}",
        "{\"module\": \"builtins\", \"class_name\": \"function\", \"config\": \"relu\", \"registered_name\": \"function\"}", "{\"class_name\": \"__tuple__\", \"items\": [1, 2]}",
        "{\"module\": \"os\", \"class_name\": \"system\", \"config\": {}}", "{\"class_name\": \"__tensor__\", \"config\": {\"value\": [1, 2], \"dtype\": \"float32\"}}", "{\"class_name\": \"__slice__\", \"config\": {\"start\": 0, \"stop\": 1, \"step\": null}}",
    ];

    public static string Change(string text, Random random)
    {
        JsonNode root;
        try
        {
            root = JsonNode.Parse(text)!;
        }
        catch (System.Text.Json.JsonException)
        {
            return text;
        }

        List<JsonNode> inside = [.. Inside(root)];
        if (inside.Count == 0)
        {
            return text;
        }

        JsonNode node = inside[random.Next(inside.Count)];
        string place = random.Next(2) == 0 ? Values[random.Next(Values.Length)] : inside[random.Next(inside.Count)].ToJsonString();
        const string Mark = "\u0001mark";
        switch (node.Parent)
        {
            case JsonObject parent when random.Next(4) == 0:
                parent.Remove(node.GetPropertyName());
                break;
            case JsonObject parent:
                parent[random.Next(8) == 0 ? "new_key" : node.GetPropertyName()] = Mark;
                break;
            case JsonArray parent when random.Next(4) == 0:
                parent.Add((JsonNode)Mark);
                break;
            case JsonArray parent:
                parent[node.GetElementIndex()] = Mark;
                break;
            default:
                return place;
        }

        // Values such as NaN, which the class library's JSON does not write, are put in as text.
        return root.ToJsonString().Replace(JsonValue.Create(Mark).ToJsonString(), place, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonNode> Inside(JsonNode node)
    {
        IEnumerable<JsonNode?> children = node switch { JsonObject map => map.Select(item => item.Value), JsonArray list => list, _ => [] };
        return children.OfType<JsonNode>().SelectMany(child => Inside(child).Prepend(child));
    }
}
