using System.Globalization;

namespace Cloudless.Networks.LightGbm;

/// <summary>Lines <c>key=value</c> of one part of the text, with values read strictly.</summary>
internal sealed class LightGbmSection(string source, string name)
{
    private const int LongestQuote = 60;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Cuts what a message quotes from a file.</summary>
    public static string Shorten(ReadOnlySpan<char> text) => text.Length <= LongestQuote ? text.ToString() : $"{text[..LongestQuote]}…";

    /// <summary>Takes a line; one without <c>=</c> is a key alone.</summary>
    public void Add(ReadOnlySpan<char> line)
    {
        int equals = line.IndexOf('=');
        string key = (equals < 0 ? line : line[..equals]).ToString();
        if (!_values.TryAdd(key, equals < 0 ? "" : line[(equals + 1)..].ToString()))
        {
            throw Error($"'{Shorten(key)}' is there twice; the file is damaged");
        }
    }

    /// <summary>Whether a key is there.</summary>
    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>The text behind a key.</summary>
    public string Text(string key) => _values.TryGetValue(key, out string? value) ? value : throw Error($"'{key}' is missing; the file is damaged");

    /// <summary>Number of words behind a key.</summary>
    public int Count(string key)
    {
        int count = 0;
        foreach (ReadOnlySpan<char> word in Words(key))
        {
            count += word.IsEmpty ? 0 : 1;
        }

        return count;
    }

    /// <summary>A whole number in a range.</summary>
    public int Integer(string key, int minimum, int maximum) => Parse(key, Text(key), minimum, maximum);

    /// <summary>As many whole numbers in a range.</summary>
    public int[] Integers(string key, int count, int minimum, int maximum)
    {
        var values = new int[CheckCount(key, count)];
        int i = 0;
        foreach (ReadOnlySpan<char> word in Words(key))
        {
            values[i++] = Parse(key, word, minimum, maximum);
        }

        return values;
    }

    /// <summary>As many finite numbers.</summary>
    public double[] Numbers(string key, int count)
    {
        var values = new double[CheckCount(key, count)];
        int i = 0;
        foreach (ReadOnlySpan<char> word in Words(key))
        {
            bool read = double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value);
            values[i++] = read ? value : throw Error($"{key} has '{Shorten(word)}', which is no finite number");
        }

        return values;
    }

    /// <summary>The error of this section.</summary>
    /// <param name="found">What is wrong, without the full stop.</param>
    public ModelContractException Error(string found) => new($"{source}, {name}: {found}.");

    private int Parse(string key, ReadOnlySpan<char> word, int minimum, int maximum)
    {
        bool read = int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum;
        return read ? value : throw Error($"{key} has '{Shorten(word)}'; expected a whole number from {minimum} to {maximum}");
    }

    private int CheckCount(string key, int count)
    {
        int found = Count(key);
        return found == count ? count : throw Error($"{key} has {found} values; expected {count}");
    }

    private WordEnumerator Words(string key) => new(Text(key));

    private ref struct WordEnumerator(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public ReadOnlySpan<char> Current { get; private set; }

        public readonly WordEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            _rest = _rest.TrimStart(' ');
            if (_rest.IsEmpty)
            {
                return false;
            }

            int end = _rest.IndexOf(' ');
            Current = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[end..];
            return true;
        }
    }
}
