using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Cluster;

/// <summary>Lets a web process that starts wait for the first silo: the order in which processes start does not matter.</summary>
sealed partial class FirstSilo(TimeProvider clock, ILogger<FirstSilo> logger) : IClientConnectionRetryFilter
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    bool _said;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (!_said)
            Waiting(logger, exception.Message, Pause.TotalSeconds);
        _said = true;
        await Task.Delay(Pause, clock, cancellationToken);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo of this cluster answers yet ({Reason}); trying again every {Seconds} s")]
    static partial void Waiting(ILogger logger, string reason, double seconds);
}
