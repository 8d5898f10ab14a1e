using System.Data.Common;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Storage.Migrations;
using CustomerGrains.Silo.Value;
using Microsoft.Extensions.Options;

namespace CustomerGrains.Web.Hosting;

/// <summary>Settings that stop the start: said in a sentence, not in a stack of calls.</summary>
static class Settings
{
    /// <summary>Checks what no feature checks by itself.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void Check(IConfiguration configuration)
    {
        var mode = configuration["Cluster:Mode"];
        if (!string.IsNullOrEmpty(mode) && !mode.Equals("local", StringComparison.OrdinalIgnoreCase))
            throw new SettingException($"Cluster:Mode is '{Shown.Value(mode)}': use local (this process hosts its silo) or leave it out.");
    }

    /// <summary>What to tell the operator, if it is something that she can mend; else null.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        SettingException or StoreOptionsException or ValueOptionsException or StoreVersionException or OptionsValidationException => exception.Message,
        JournalUnavailableException or DbException => $"The store can't be used: {exception.Message} Check Store:Provider and Store:ConnectionString.",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{exception.Message} Choose another address with --urls.",
        _ => null,
    };
}

/// <summary>A setting is wrong; the message says which, what it is and what to do.</summary>
sealed class SettingException(string message) : Exception(message);
