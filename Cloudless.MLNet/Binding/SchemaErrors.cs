namespace Cloudless.MLNet.Binding;

/// <summary>Errors about schemas in ML.NET's own types and words, so that code and people that know those know these.</summary>
internal static class SchemaErrors
{
    /// <summary>A column is not there.</summary>
    public static ArgumentOutOfRangeException Missing(string column) => new("inputSchema", $"Could not find input column '{column}'");

    /// <summary>A column has another type.</summary>
    public static ArgumentOutOfRangeException Mismatch(string column, string expected, string actual) =>
        new("inputSchema", $"Schema mismatch for input column '{column}': expected {expected}, got {actual}");

    /// <summary>A column's values were asked for as something else.</summary>
    public static InvalidOperationException WrongGetter(Type asked, Type actual) =>
        new($"Invalid TValue in GetGetter: '{asked}', expected type: '{actual}'.");

    /// <summary>Values were asked for while a cursor stands on no row.</summary>
    public static InvalidOperationException NotOnRow() => new("Values cannot be fetched at this time: the cursor is before the first row or past the last.");

    /// <summary>A column's values were asked for though the column is not active.</summary>
    public static InvalidOperationException Inactive(string column) => new($"Column '{column}' is not active: ask for it when you make the cursor or the row.");
}
