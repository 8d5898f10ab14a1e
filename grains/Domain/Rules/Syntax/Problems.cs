namespace CustomerGrains.Domain.Rules.Syntax;

/// <summary>Collects what is wrong with a text.</summary>
sealed class Problems(string text)
{
    // Nobody reads more; rubbish of ten thousand characters has as many errors.
    const int Max = 100;

    readonly List<RuleError> _errors = [];
    readonly List<RuleError> _hints = [];

    public bool Any => _errors.Count > 0;

    /// <summary>In the order of the text; of several at one place the first found.</summary>
    public IReadOnlyList<RuleError> Errors => [.. _errors.DistinctBy(error => (error.Start, error.Length)).OrderBy(error => error.Start)];

    public IReadOnlyList<RuleError> Hints => [.. _hints.OrderBy(hint => hint.Start)];

    public void Add(Span span, string message, string? suggestion = null)
    {
        if (_errors.Count < Max)
            _errors.Add(Of(text, span, message, suggestion));
    }

    public void Hint(Span span, string message, string? suggestion) => _hints.Add(Of(text, span, message, suggestion));

    /// <summary>An error at a place of a text; a place beyond the text is at its end.</summary>
    public static RuleError Of(string text, Span span, string message, string? suggestion = null)
    {
        var start = Math.Clamp(span.Start, 0, text.Length);
        var before = text.AsSpan(0, start);
        return new(
            start,
            Math.Clamp(span.Length, 0, text.Length - start),
            before.Count('\n') + 1,
            start - before.LastIndexOf('\n'),
            message,
            suggestion);
    }
}
