using System.Text.Json;
using CustomerGrains.Domain.Value;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Kpis;

namespace CustomerGrains.Web.Live;

/// <summary>
/// The board's parts of the dashboard as JSON. What changes with every event is written anew for each picture; the windows before only
/// when a minute ends or something late arrives; the breakdown at most once a second. Guarded by the pump.
/// </summary>
sealed class BoardParts(KpiBoard board)
{
    /// <summary>The shortest time between two breakdowns.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    ReportingCurrency? _reporting;
    long _previousVersion = -1;
    long _breakdownVersion = -1;
    byte[] _previous = [];
    DashboardPart? _breakdown;
    DateTimeOffset _breakdownAt;

    /// <summary>Whether the breakdown has changed since it was last written.</summary>
    public bool Waiting { get; private set; }

    /// <summary>The parts at this moment.</summary>
    public Figures Read(DateTimeOffset at)
    {
        var due = _breakdown is null || at - _breakdownAt >= Shortest || at < _breakdownAt;
        var picture = board.Picture(_previousVersion, due ? _breakdownVersion : null);
        // Other rates: other amounts, though nothing was counted.
        if (_reporting != picture.Reporting && picture.Previous is null) picture = board.Picture(-1, due ? _breakdownVersion : null);
        _reporting = picture.Reporting;
        if (picture.Previous is not null) (_previous, _previousVersion) = (Json(picture.Previous), picture.PreviousVersion);
        if (picture.Breakdown is not null)
        {
            _breakdown = new("breakdown", (_breakdown?.Number ?? 0) + 1, Json(picture.Breakdown));
            (_breakdownAt, _breakdownVersion) = (at, picture.BreakdownVersion);
        }
        Waiting = _breakdownVersion != picture.BreakdownVersion;
        return new(Json(picture.Windows), _previous, Json(picture.Current), _breakdown);
    }

    static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, WebJson.Options);

    /// <summary>The parts of one picture.</summary>
    public readonly record struct Figures(byte[] Windows, byte[] Previous, byte[] Current, DashboardPart? Breakdown);
}
