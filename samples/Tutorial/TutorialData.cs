namespace KerasSharp.Samples.Tutorial;

/// <summary>Numbers to train on: the same at every run.</summary>
internal static class TutorialData
{
    /// <summary>Numbers between 0 and 1.</summary>
    public static float[,] Uniform(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var x = new float[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < columns; k++)
            {
                x[i, k] = random.NextSingle();
            }
        }

        return x;
    }

    /// <summary>A class drawn for each row, as a row with one 1.</summary>
    public static float[,] OneHot(int rows, int classes, int seed)
    {
        var random = new Random(seed);
        var y = new float[rows, classes];
        for (int i = 0; i < rows; i++)
        {
            y[i, random.Next(classes)] = 1;
        }

        return y;
    }

    /// <summary>Sentences, and whether they are friendly: 1 or 0.</summary>
    public static (string[] Texts, float[] Labels) Reviews(int count, int seed)
    {
        string[] things = ["film", "plot", "cast", "music", "ending", "story"], good = ["lovely", "clever", "warm", "bright", "moving"], bad = ["dull", "long", "weak", "cold", "tired"];
        var random = new Random(seed);
        var texts = new string[count];
        var labels = new float[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.Next(2);
            string[] words = labels[i] == 1 ? good : bad;
            texts[i] = $"The {Pick(things)} was {Pick(words)}, and the {Pick(things)} {Pick(words)}!";
        }

        return (texts, labels);

        string Pick(string[] words) => words[random.Next(words.Length)];
    }

    /// <summary>Flats and their prices, which depend on the city, the rooms and the area.</summary>
    public static (string[] City, int[] Rooms, float[] Area, float[] Price) Flats(int count, int seed)
    {
        string[] cities = ["Bern", "Oslo", "Rome"];
        var random = new Random(seed);
        string[] city = new string[count];
        int[] rooms = new int[count];
        float[] area = new float[count], price = new float[count];
        for (int i = 0; i < count; i++)
        {
            int at = random.Next(cities.Length);
            (city[i], rooms[i]) = (cities[at], 1 + random.Next(5));
            area[i] = (20 * rooms[i]) + (40 * random.NextSingle());
            price[i] = (at + 2) * 0.01f * area[i];
        }

        return (city, rooms, area, price);
    }
}
