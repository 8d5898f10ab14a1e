using CustomerGrains.Client;

namespace CustomerGrains.Tool.Import;

/// <summary>What an import read, sent, and left out and why. Counted from several threads.</summary>
sealed class ImportReport
{
    const int MostReasons = 20;

    readonly Lock _lock = new();
    readonly Dictionary<string, Reason> _leftOut = [];
    readonly Dictionary<string, Reason> _rejected = [];
    readonly SortedDictionary<(string Name, string Currency), (long Count, decimal Amount)> _sums = [];

    sealed record Reason(string Text, bool ByRule, Place First)
    {
        public long Items { get; set; }

        public long Records { get; set; }
    }

    public long Records { get; private set; }

    public long Events { get; private set; }

    /// <summary>Events that an earlier, interrupted run had sent already.</summary>
    public long Skipped { get; set; }

    /// <summary>Events that this earlier run had had rejected.</summary>
    public long RejectedEarlier { get; set; }

    public long Sent => Accepted + Duplicates + Rejected;

    public long Accepted { get; private set; }

    public long Duplicates { get; private set; }

    public long Rejected { get; private set; }

    /// <summary>Nothing was rejected, and nothing left out but by the format's own rule.</summary>
    public bool IsClean => Rejected + RejectedEarlier == 0 && _leftOut.Values.All(reason => reason.ByRule);

    public IReadOnlyDictionary<(string Name, string Currency), (long Count, decimal Amount)> Sums => _sums;

    public void Read(ImportItem item)
    {
        lock (_lock)
        {
            Records += item.Records;
            if (item.LeftOut is { } reason)
            {
                Count(_leftOut, reason, item.ByRule, item.Place, item.Records);
                return;
            }
            Events++;
            if (item.Kind is not { } kind) return;
            var (count, amount) = _sums.GetValueOrDefault(kind);
            _sums[kind] = (count + 1, amount + item.Amount);
        }
    }

    public void Delivered(BatchReceipt receipt)
    {
        lock (_lock)
        {
            Accepted += receipt.Accepted;
            Duplicates += receipt.Duplicates;
            Rejected += receipt.Rejected.Count;
            foreach (var rejected in receipt.Rejected)
                Count(_rejected, WithoutValue(rejected.Error), false, ((Numbered)rejected.Event.State!).Place, 1);
        }
    }

    public IEnumerable<string> Lines(string unit, int files, bool whole)
    {
        lock (_lock)
        {
            var lines = new List<string> { $"Read        {Records,12:N0} {unit} in {files:N0} file{(files == 1 ? "" : "s")}, which make {Events:N0} events" };
            if (Skipped > 0) lines.Add($"Sent before {Skipped,12:N0} by the run that this one resumes{(RejectedEarlier > 0 ? $", {RejectedEarlier:N0} of them rejected" : "")}");
            lines.Add($"Sent        {Sent,12:N0}");
            lines.Add($"Accepted    {Accepted,12:N0}");
            lines.Add($"Duplicates  {Duplicates,12:N0}{(Duplicates > 0 ? " (the server had them already; nothing changed)" : "")}");
            lines.Add($"Rejected    {Rejected,12:N0}");
            lines.AddRange(Reasons(_rejected, "events"));
            lines.Add($"Left out    {_leftOut.Values.Sum(reason => reason.Items),12:N0}");
            lines.AddRange(Reasons(_leftOut, unit));
            foreach (var ((name, currency), (count, amount)) in _sums)
                lines.Add($"{(whole ? "In the files" : "Read so far")}: {count:N0} {name}, {amount:N3} {currency}".TrimEnd());
            return lines;
        }
    }

    // The server ends a reason with the value that it was sent: the place says where that is, and equal reasons count together.
    static string WithoutValue(string error) => error.LastIndexOf(" (sent: ", StringComparison.Ordinal) is > 0 and var at ? error[..at] : error;

    static IEnumerable<string> Reasons(Dictionary<string, Reason> reasons, string unit) => reasons.Values
        .OrderByDescending(reason => reason.Items).ThenBy(reason => reason.Text, StringComparer.Ordinal)
        .Select(reason => $"  {reason.Items:N0} × {reason.Text} ({(reason.Records == reason.Items ? "" : $"{reason.Records:N0} {unit}, ")}first at {reason.First})");

    static void Count(Dictionary<string, Reason> reasons, string text, bool byRule, Place place, int records)
    {
        // Reasons may quote values: a file with a million different ones must not fill memory or screen.
        if (reasons.Count >= MostReasons && !reasons.ContainsKey(text)) text = "other reasons";
        if (!reasons.TryGetValue(text, out var reason)) reasons.Add(text, reason = new Reason(text, byRule, place));
        reason.Items++;
        reason.Records += records;
    }
}

/// <summary>An event's number in the import, and where it is from.</summary>
sealed record Numbered(long Number, Place Place);
