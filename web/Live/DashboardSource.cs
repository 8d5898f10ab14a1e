using System.Text.Json;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Kpis;

namespace CustomerGrains.Web.Live;

/// <summary>What one dashboard is drawn from: the figures and the stream, of everybody or of a scope. Used by one thread at a time.</summary>
sealed class DashboardSource(KpiBoard board, LiveFeed feed)
{
    readonly BoardParts _parts = new(board);
    List<DashboardRow> _rows = [];

    /// <summary>A name of <see cref="Domain.Kpis.Scopes"/>; null for everybody.</summary>
    public string? Scope => board.Scope;

    /// <summary>Whether the breakdown has changed since it was last drawn.</summary>
    public bool Waiting => _parts.Waiting;

    /// <summary>The stream.</summary>
    public LiveFeed Feed => feed;

    /// <summary>The reporting currency.</summary>
    public string Currency => board.Currency;

    /// <summary>The figures at this moment.</summary>
    public BoardParts.Figures Figures(DateTimeOffset at) => _parts.Read(at);

    /// <summary>The latest touchpoints, newest first, each written once.</summary>
    public IReadOnlyList<DashboardRow> Rows()
    {
        var known = _rows.Count > 0 ? _rows[0].Position : 0;
        var fresh = feed.After(known);
        if (fresh.Count == 0) return _rows;
        var rows = new List<DashboardRow>(LiveFeed.Latest);
        foreach (var item in fresh)
            rows.Add(new(item.Position, JsonSerializer.SerializeToUtf8Bytes(TouchpointRow.From(item.CustomerId, item.Entry, withBody: false), WebJson.Options)));
        rows.AddRange(_rows.Take(LiveFeed.Latest - rows.Count));
        return _rows = rows;
    }
}
