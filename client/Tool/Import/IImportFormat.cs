using CustomerGrains.Client;

namespace CustomerGrains.Tool.Import;

/// <summary>Turns files into events. The same files in the same order always give the same events with the same message ids.</summary>
interface IImportFormat
{
    /// <summary>What one record of the input is called in the report: lines, rows, events.</summary>
    string Unit { get; }

    /// <summary>Reads one file; called for the files one after the other.</summary>
    /// <exception cref="UserError">The file is not of this format; the message says what is missing.</exception>
    IEnumerable<ImportItem> Read(InputFile file);

    /// <summary>What a reader of the report should know about the events that were made.</summary>
    IEnumerable<string> Remarks() => [];
}

/// <summary>Where in the input something is.</summary>
readonly record struct Place(string File, long Line)
{
    public override string ToString() => $"{File}:{Line}";
}

/// <summary>One event, or one thing that was left out, made from so many records.</summary>
sealed record ImportItem(Place Place, int Records)
{
    public CustomerEvent? Event { get; private init; }

    /// <summary>Event name and currency under which the amount is added up for the report.</summary>
    public (string Name, string Currency)? Kind { get; private init; }

    public decimal Amount { get; private init; }

    public string? LeftOut { get; private init; }

    /// <summary>Left out because the format's rule says so, not because something is wrong.</summary>
    public bool ByRule { get; private init; }

    public static ImportItem Of(Place place, int records, CustomerEvent item) => new(place, records) { Event = item };

    public static ImportItem Of(Place place, int records, CustomerEvent item, string name, decimal amount, string currency) =>
        new(place, records) { Event = item, Kind = (name, currency), Amount = amount };

    /// <summary>Left out by the format's own rule.</summary>
    public static ImportItem Leave(Place place, int records, string reason) => new(place, records) { LeftOut = reason, ByRule = true };

    /// <summary>Left out because it cannot be read or sent.</summary>
    public static ImportItem Unusable(Place place, int records, string reason) => new(place, records) { LeftOut = reason };
}
