using Microsoft.Extensions.Logging;

namespace CustomerGrains.Client.Delivery;

/// <summary>Tells the caller and the log what became of events. A callback that throws is logged and changes nothing.</summary>
sealed class Reporter(CustomerGrainsOptions options)
{
    public void Delivered(BatchReceipt receipt)
    {
        Call(options.OnDelivered, receipt);
        if (receipt.Rejected.Count == 0) return;
        Log.Rejected(options.Logger, receipt.Rejected.Count, receipt.Events.Count);
        foreach (var rejected in receipt.Rejected) Call(options.OnRejected, rejected);
    }

    public void Failed(DeliveryFailure failure)
    {
        Log.Failed(options.Logger, failure.Events.Count, failure.Kind, failure.StatusCode);
        Call(options.OnError, failure);
    }

    public void Retrying(DeliveryRetry retry)
    {
        Log.Retrying(options.Logger, retry.Events, retry.Attempt, retry.StatusCode, retry.Delay.TotalSeconds);
        Call(options.OnRetry, retry);
    }

    void Call<T>(Action<T>? callback, T argument)
    {
        try
        {
            callback?.Invoke(argument);
        }
        catch (Exception e)
        {
            Log.CallbackFailed(options.Logger, e, typeof(T).Name);
        }
    }
}

static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The server rejected {Rejected} of {Events} events")]
    public static partial void Rejected(ILogger logger, int rejected, int events);

    [LoggerMessage(2, LogLevel.Error, "{Events} events were not delivered: {Kind}, last status {Status}")]
    public static partial void Failed(ILogger logger, int events, FailureKind kind, int? status);

    [LoggerMessage(3, LogLevel.Warning, "Attempt {Attempt} for {Events} events failed with status {Status}; the next one follows in {Seconds} s")]
    public static partial void Retrying(ILogger logger, int events, int attempt, int? status, double seconds);

    [LoggerMessage(4, LogLevel.Error, "The callback for {What} threw")]
    public static partial void CallbackFailed(ILogger logger, Exception exception, string what);
}
