using CustomerGrains.Domain.Rules;
using CustomerGrains.Silo.Rules;

namespace CustomerGrains.Web.Rules;

/// <summary>Checks a rule by itself and against the definitions that are in force.</summary>
sealed class RuleChecker(IDefinitionStore definitions)
{
    /// <summary>What can be said of a rule before it is saved.</summary>
    /// <param name="text">The rule.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="key">Whose rule it is or will be; "" if that is open.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<RuleCheckReply> CheckAsync(string text, DefinitionKind kind, string key, CancellationToken cancellationToken)
    {
        var reading = RuleText.Read(text, kind == DefinitionKind.Stage ? RuleUse.Stage : RuleUse.Segment);
        var errors = reading.Rule is null ? reading.Errors : await ErrorsAsync(text, kind, key, cancellationToken);
        return new(errors.Count == 0, errors, reading.Hints, reading.Rule?.DependsOnTime ?? false, reading.Rule?.Segments ?? []);
    }

    /// <summary>Everything that keeps a rule from being published.</summary>
    public async Task<IReadOnlyList<RuleError>> ErrorsAsync(string text, DefinitionKind kind, string key, CancellationToken cancellationToken) =>
        RuleGraph.Check(new(kind, key, 1, 0, key, text, null, 0, ""), (await definitions.LoadAsync(cancellationToken)).Items);
}
