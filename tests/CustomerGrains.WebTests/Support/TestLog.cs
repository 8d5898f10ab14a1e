using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.WebTests.Support;

/// <summary>Keeps what a server logs, for the message of a test that fails.</summary>
sealed class TestLog(string folder) : ILoggerProvider
{
    static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _lines = new();

    public static string Read(string folder) => _lines.TryGetValue(folder, out var lines) ? string.Join('\n', lines) : "";

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines.GetOrAdd(folder, _ => new()));

    public void Dispose()
    {
    }

    sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (lines.Count < 200) lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
        }
    }
}
