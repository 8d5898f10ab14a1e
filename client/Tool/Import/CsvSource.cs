using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace CustomerGrains.Tool.Import;

/// <summary>A CSV file with a header, read row by row.</summary>
sealed class CsvSource : IDisposable
{
    readonly InputFile _file;
    readonly CsvReader _csv;
    bool _bad;

    public CsvSource(InputFile file, string delimiter = ",")
    {
        _file = file;
        _csv = new CsvReader(file.OpenText(), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            BadDataFound = _ => _bad = true,
            MissingFieldFound = null,
            DetectColumnCountChanges = false,
        });
        try
        {
            if (!_csv.Read() || !_csv.ReadHeader()) throw new UserError($"{file.Name} is empty; a CSV file begins with a line of column names.");
        }
        catch (InvalidDataException e)
        {
            throw new UserError($"{file.Name} is a damaged gzip file: {e.Message}");
        }
    }

    /// <summary>The line on which the current row begins, from 1.</summary>
    public Place Place => new(_file.Name, _csv.Parser.RawRow);

    /// <summary>Why the current row cannot be used, or null.</summary>
    public string? Trouble =>
        _bad ? "the row has a quote in the wrong place"
        : _csv.Parser.Count != _csv.HeaderRecord!.Length ? $"the row has {_csv.Parser.Count} fields, the header {_csv.HeaderRecord.Length}"
        : null;

    /// <summary>The text of a field of the current row.</summary>
    public string this[int column] => _csv.Parser[column] ?? "";

    /// <summary>All of the current row as it stands in the file.</summary>
    public string Raw => _csv.Parser.RawRecord.TrimEnd('\r', '\n');

    public bool Read()
    {
        _bad = false;
        try
        {
            return _csv.Read();
        }
        catch (InvalidDataException e)
        {
            throw new UserError($"{_file.Name} is a damaged gzip file after line {_csv.Parser.RawRow}: {e.Message}");
        }
    }

    /// <summary>The position of a column.</summary>
    /// <exception cref="UserError">There is none of this name; the message lists those that there are.</exception>
    public int Column(string name)
    {
        var at = Array.IndexOf(_csv.HeaderRecord!, name);
        return at >= 0 ? at : throw new UserError($"{_file.Name} has no column \"{name}\"; its columns are: {string.Join(", ", _csv.HeaderRecord!)}.");
    }

    public void Dispose()
    {
        _csv.Dispose();
        _file.Finished();
    }
}
