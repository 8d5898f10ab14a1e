using CustomerGrains.Contracts.Kpis;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerGrains.Web.Kpis;

/// <summary>The key figures: now, over time, and checked against the journals.</summary>
static class KpiEndpoints
{
    static readonly Dictionary<string, (int Minutes, int Points)> _steps = new(StringComparer.Ordinal)
    {
        ["minute"] = (1, 60),
        ["hour"] = (60, 48),
        ["day"] = (24 * 60, 30),
    };

    public static void MapKpis(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/kpis").RequireAuthorization(Policies.Agent).WithTags("Key figures");
        group.MapGet("", GetAsync)
            .WithSummary("The key figures of a window: 5m, 1h, 24h, 30d or all (default 24h); windows end with the current minute and count by event time. Of everybody, or of one segment= (key), stage= (name) or channel=.").Produces<KpiView>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("series", GetSeriesAsync)
            .WithSummary("One figure over time: metric, from, to (ISO 8601; default: up to now), step minute, hour or day; at most 3,000 steps. Of everybody, or of one segment=, stage= or channel=.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("trend", GetTrendAsync)
            .WithSummary("The key figures of a window over time, oldest step first, without gaps; the last step is the current one. 5m: 30 minutes; 1h: 60 minutes; 24h: 24 hours; 30d: 30 days; all: at most 400 days, weeks or months. Of everybody, or of one segment=, stage= or channel=.").Produces<TrendReply>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("breakdown", GetBreakdownAsync)
            .WithSummary("The touchpoints of a window by channel and by name, with those of the window just before. Names outside the catalogue are together under Other. Of everybody, or of one segment=, stage= or channel=.").Produces<Breakdown>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("recount", RecountAsync).RequireAuthorization(Policies.Admin)
            .WithSummary("Folds every journal from nothing and compares with the counters. Reads everything: may take minutes. For admins.");
    }

    static async Task<IResult> GetAsync(
        string? window, string? segment, string? stage, string? channel, KpiBoard board, ScopeNames names, ScopeBoards scopes, CancellationToken cancellationToken)
    {
        if (!QueryParameters.TryWord("window", window, KpiWindows.Names, "24h", out var name, out var problem)
            || !names.TryRead(segment, stage, channel, out var scope, out problem))
            return Problems.Bad(problem);
        if (scope is null) return TypedResults.Ok(board.Read(KpiWindows.IndexOf(name)!.Value));
        return await scopes.GetAsync(scope, cancellationToken) is { } of ? TypedResults.Ok(of.Board.Read(KpiWindows.IndexOf(name)!.Value)) : TooMany();
    }

    static async Task<Results<Ok<SeriesReply>, ProblemHttpResult>> GetSeriesAsync(
        string? metric, string? from, string? to, string? step, string? segment, string? stage, string? channel,
        KpiSeries series, ScopeNames names, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!QueryParameters.TryWord("metric", metric, [.. SeriesMetrics.All.Keys], null, out var name, out var problem)
            || !QueryParameters.TryWord("step", step, _steps.Keys, "hour", out var stepName, out problem)
            || !QueryParameters.TryInstant("from", from, out var begin, out problem)
            || !QueryParameters.TryInstant("to", to, out var end, out problem)
            || !names.TryRead(segment, stage, channel, out var scope, out problem))
            return Problems.Bad(problem);
        if (channel is { Length: > 0 } && name == "newCustomers") return Problems.Bad("metric", name, "Customers are not counted by channel: ask for newCustomers by segment or stage.");
        var (minutes, points) = _steps[stepName];
        var last = KpiDelta.MinuteOf(end ?? clock.GetUtcNow());
        var first = begin is null ? last - ((points - 1) * (long)minutes) : KpiDelta.MinuteOf(begin.Value);
        if (first < 0) return Problems.Bad("from", from, "from must not be before 1970-01-01.");
        if (last < first) return Problems.Bad("to", to, "to must not be before from.");
        if ((last - first) / minutes >= KpiSeries.MostPoints)
            return Problems.Bad("step", stepName, $"That is more than {KpiSeries.MostPoints} steps: choose a longer step or a shorter time.");
        return TypedResults.Ok(await series.ReadAsync(scope, name, stepName, minutes, first, last, cancellationToken));
    }

    static async Task<IResult> GetTrendAsync(
        string? window, string? segment, string? stage, string? channel, KpiTrend trend, ScopeNames names, ScopeBoards scopes, CancellationToken cancellationToken)
    {
        if (!QueryParameters.TryWord("window", window, KpiWindows.Names, "24h", out var name, out var problem)
            || !names.TryRead(segment, stage, channel, out var scope, out problem))
            return Problems.Bad(problem);
        if (scope is null) return TypedResults.Ok(await trend.ReadAsync(name, cancellationToken));
        return await scopes.GetAsync(scope, cancellationToken) is { } of ? TypedResults.Ok(await of.Trend.ReadAsync(name, cancellationToken)) : TooMany();
    }

    static async Task<IResult> GetBreakdownAsync(
        string? window, string? segment, string? stage, string? channel, KpiBoard board, ScopeNames names, ScopeBoards scopes, CancellationToken cancellationToken)
    {
        if (!QueryParameters.TryWord("window", window, KpiWindows.Names, "24h", out var name, out var problem)
            || !names.TryRead(segment, stage, channel, out var scope, out problem))
            return Problems.Bad(problem);
        if (scope is null) return TypedResults.Ok(board.ReadBreakdown(KpiWindows.IndexOf(name)!.Value));
        return await scopes.GetAsync(scope, cancellationToken) is { } of ? TypedResults.Ok(of.Board.ReadBreakdown(KpiWindows.IndexOf(name)!.Value)) : TooMany();
    }

    static RetryLater TooMany() => Problems.Retry(
        StatusCodes.Status503ServiceUnavailable, ScopeBoards.InUse, $"{ScopeBoards.Most} segments, stages and channels are being looked at, which is all there can be at a time: try again later.");

    static async Task<Ok<RecountReport>> RecountAsync(IKpiStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.RecountAsync(cancellationToken));
}
