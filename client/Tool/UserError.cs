namespace CustomerGrains.Tool;

/// <summary>Something that the person at the keyboard can put right: shown as one line, without a stack trace.</summary>
sealed class UserError(string message) : Exception(message);

/// <summary>What the tool's process ends with.</summary>
static class ExitCode
{
    public const int Done = 0;

    /// <summary>It ran, but something was rejected, unreadable or different.</summary>
    public const int Incomplete = 1;

    /// <summary>It could not run, or could not reach the server.</summary>
    public const int Failed = 2;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;
}
