namespace CustomerGrains.Client;

/// <summary>The limits that the server sets.</summary>
public static class Limits
{
    /// <summary>The most bytes of JSON in one event.</summary>
    public const int EventBytes = 32_768;

    /// <summary>The most bytes in the body of one batch, before compression.</summary>
    public const int BatchBytes = 512_000;

    /// <summary>The most events in one batch.</summary>
    public const int BatchEvents = 2_500;
}
