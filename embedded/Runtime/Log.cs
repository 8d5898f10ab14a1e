using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Embedded;

static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Actor engine: embedded, with {Classes} grain classes.")]
    public static partial void Started(ILogger logger, int classes);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Grain} could not be activated.")]
    public static partial void ActivationFailed(ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Grain} failed while it was deactivated.")]
    public static partial void DeactivationFailed(ILogger logger, Exception exception, GrainId grain);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Message} of {Grain} failed, and nobody awaits it.")]
    public static partial void UnheardFailure(ILogger logger, Exception exception, object message, GrainId grain);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The silo stopped before {Count} activations had ended.")]
    public static partial void StoppedEarly(ILogger logger, int count);
}
