using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace CustomerGrains.Silo.Hosting;

/// <summary>Where the customers of a web process live.</summary>
public enum ClusterMode
{
    /// <summary>In the web process itself.</summary>
    Local,

    /// <summary>In processes of their own, which share them out among themselves.</summary>
    Client,
}

/// <summary>How processes find each other: the configuration section <c>Cluster</c>.</summary>
/// <param name="Mode"><c>Cluster:Mode</c>, of a web process: <c>local</c> (default) or <c>client</c>.</param>
/// <param name="Name"><c>Cluster:Name</c>: processes of one name and one database belong together.</param>
/// <param name="Address"><c>Cluster:Address</c>, of a silo: where the others reach it; null = this machine's own address.</param>
/// <param name="Listen"><c>Cluster:Listen</c>, of a silo: the address of this machine on which it takes connections; null = all of them.</param>
/// <param name="SiloPort"><c>Cluster:SiloPort</c>: for other silos.</param>
/// <param name="GatewayPort"><c>Cluster:GatewayPort</c>: for web processes.</param>
/// <param name="DeadAfter"><c>Cluster:DeadAfterSeconds</c>: who does not answer for so long is given up, and her customers live elsewhere. The same in all processes.</param>
/// <param name="RetryFor"><c>Cluster:RetrySeconds</c>: how long a web process tries again what failed because a silo went.</param>
public sealed record ClusterSettings(
    ClusterMode Mode, string Name, IPAddress? Address, IPAddress? Listen, int SiloPort, int GatewayPort, TimeSpan DeadAfter, TimeSpan RetryFor)
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    const int LongestName = 100;

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="ClusterSettingsException">A setting is wrong; the message says which, what it is and what to do.</exception>
    public static ClusterSettings From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(Section);
        var settings = new ClusterSettings(
            ModeIn(section["Mode"]),
            NameIn(section["Name"]),
            AddressIn("Cluster:Address", section["Address"], "at which the other processes reach this one"),
            AddressIn("Cluster:Listen", section["Listen"], "of this machine"),
            NumberIn(section, "SiloPort", 11_111, 1, 65_535),
            NumberIn(section, "GatewayPort", 30_000, 1, 65_535),
            TimeSpan.FromSeconds(NumberIn(section, "DeadAfterSeconds", 10, 1, 300)),
            TimeSpan.FromSeconds(NumberIn(section, "RetrySeconds", 15, 1, 300)));
        return settings.SiloPort != settings.GatewayPort
            ? settings
            : throw new ClusterSettingsException("Cluster:GatewayPort", section["GatewayPort"], "it is Cluster:SiloPort too: give each of the two a port of its own");
    }

    static ClusterMode ModeIn(string? text) => text?.Trim().ToUpperInvariant() switch
    {
        null or "" or "LOCAL" => ClusterMode.Local,
        "CLIENT" => ClusterMode.Client,
        _ => throw new ClusterSettingsException("Cluster:Mode", text, "use local (this process hosts the customers) or client (silos of their own do)"),
    };

    static string NameIn(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "customergrains";
        var name = text.Trim();
        return name.Length <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? name
            : throw new ClusterSettingsException("Cluster:Name", text, $"use at most {LongestName} letters, digits, '-', '_' and '.'");
    }

    static IPAddress? AddressIn(string setting, string? text, string what)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        try
        {
            // Addresses are found without asking anybody.
            var found = Dns.GetHostAddresses(text.Trim());
            if ((found.FirstOrDefault(each => each.AddressFamily == AddressFamily.InterNetwork) ?? found.FirstOrDefault()) is { } address)
                return address;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // Said below.
        }

        throw new ClusterSettingsException(setting, text, $"use an IP address, or a host name that this machine can resolve, {what}");
    }

    static int NumberIn(IConfigurationSection section, string name, int byDefault, int least, int most)
    {
        var text = section[name];
        if (string.IsNullOrWhiteSpace(text))
            return byDefault;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ClusterSettingsException(
                $"{Section}:{name}", text, string.Create(CultureInfo.InvariantCulture, $"use a whole number from {least} to {most}; {byDefault} if it is left out"));
    }
}

/// <summary>A setting of the section <c>Cluster</c> is wrong, or does not go with another.</summary>
public sealed class ClusterSettingsException(string message) : Exception(message)
{
    internal ClusterSettingsException(string setting, string? value, string wayOut)
        : this($"{setting} is '{(value is { Length: > 80 } ? value[..80] + "..." : value)}': {wayOut}.")
    {
    }
}
