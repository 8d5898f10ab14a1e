using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerGrains.Domain.Customers;

/// <summary>Writes small records as JSON arrays: a snapshot holds many of them, and names of fields would be most of it.</summary>
abstract class RowConverter<T> : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"A row of {typeof(T).Name} must be an array.");
        var row = ReadRow(ref reader);
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
            throw new JsonException($"A row of {typeof(T).Name} is too long.");
        return row;
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        WriteRow(writer, value);
        writer.WriteEndArray();
    }

    protected abstract void WriteRow(Utf8JsonWriter writer, T row);

    protected abstract T ReadRow(ref Utf8JsonReader reader);
}

/// <summary>Writes packed rows as what they stand for: an array.</summary>
abstract class RowsConverter<TRows, TRow>(RowConverter<TRow> converter) : JsonConverter<TRows>
    where TRows : IReadOnlyList<TRow>, new()
{
    public override TRows Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"Rows of {typeof(TRow).Name} must be an array.");
        var rows = new TRows();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            Add(rows, converter.Read(ref reader, typeof(TRow), options)!);
        return rows;
    }

    public override void Write(Utf8JsonWriter writer, TRows value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var row in value)
            converter.Write(writer, row, options);
        writer.WriteEndArray();
    }

    protected abstract void Add(TRows rows, TRow row);
}

/// <summary>The cells of a row.</summary>
static class Cells
{
    public static void WriteOptional(this Utf8JsonWriter writer, decimal? value)
    {
        if (value is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteNullValue();
    }

    /// <summary>Whether the row ends here: cells at its end that say nothing are not written.</summary>
    public static bool IsLast(this in Utf8JsonReader reader)
    {
        var ahead = reader;
        return !ahead.Read() || ahead.TokenType == JsonTokenType.EndArray;
    }

    public static string NextText(this ref Utf8JsonReader reader) => reader.NextOptionalText() ?? throw new JsonException("A text is missing.");

    public static string? NextOptionalText(this ref Utf8JsonReader reader)
    {
        reader.Next();
        return Guarded(ref reader, static (ref r) => r.GetString());
    }

    public static long NextLong(this ref Utf8JsonReader reader)
    {
        reader.Next();
        return Guarded(ref reader, static (ref r) => r.GetInt64());
    }

    public static decimal? NextOptionalDecimal(this ref Utf8JsonReader reader)
    {
        reader.Next();
        return reader.TokenType == JsonTokenType.Null ? null : Guarded(ref reader, static (ref r) => r.GetDecimal());
    }

    static void Next(this ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
            throw new JsonException("A row is too short.");
    }

    delegate T Get<T>(ref Utf8JsonReader reader);

    // A cell of another type is a broken document, which readers of snapshots expect as a JsonException.
    static T Guarded<T>(ref Utf8JsonReader reader, Get<T> get)
    {
        try
        {
            return get(ref reader);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new JsonException("A cell has another type than expected.", e);
        }
    }
}
