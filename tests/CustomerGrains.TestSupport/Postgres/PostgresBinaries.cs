using System.Runtime.InteropServices;

namespace CustomerGrains.TestSupport.Postgres;

/// <summary>The PostgreSQL server programs of this machine.</summary>
public static class PostgresBinaries
{
    static readonly Lazy<string?> Found = new(Find);

    /// <summary>The directory that holds them, or null.</summary>
    public static string? Directory => Found.Value;

    /// <summary>Why tests that need PostgreSQL can't run, or null if they can.</summary>
    public static string? Missing => Directory is not null
        ? null
        : "PostgreSQL's server programs (initdb, pg_ctl) are neither on the PATH nor in /usr/lib/postgresql: on Debian, apt-get install postgresql.";

    /// <summary>Whether a test that can't run has to fail instead of being skipped: REQUIRE_ALL=1.</summary>
    public static bool Required => Environment.GetEnvironmentVariable("REQUIRE_ALL") == "1";

    static string? Find()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return null;
        var debian = System.IO.Directory.Exists("/usr/lib/postgresql")
            ? System.IO.Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var v) ? v : 0).Select(d => Path.Combine(d, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return debian.Concat(path).FirstOrDefault(d => IsThere(Path.Combine(d, "initdb")) && IsThere(Path.Combine(d, "pg_ctl")));
    }

    // File.Exists is content with a link that leads nowhere.
    static bool IsThere(string file) =>
        File.Exists(file) && (File.ResolveLinkTarget(file, returnFinalTarget: true)?.Exists ?? true);
}
