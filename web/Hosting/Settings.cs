using System.Data.Common;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.FollowUps;
using CustomerGrains.Silo.Hosting;
using CustomerGrains.Silo.Retention;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Storage.Migrations;
using CustomerGrains.Silo.Value;
using CustomerGrains.Silo.Webhooks;
using Microsoft.Extensions.Options;

namespace CustomerGrains.Web.Hosting;

/// <summary>Settings that stop the start: said in a sentence, not in a stack of calls.</summary>
static class Settings
{
    /// <summary>What to tell the operator, if it is something that she can mend; else null.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        SettingException or ClusterSettingsException or StoreOptionsException or ValueOptionsException or RetentionOptionsException or FollowUpOptionsException or WebhookOptionsException or StoreVersionException or OptionsValidationException => exception.Message,
        JournalUnavailableException or DbException => $"The store can't be used: {exception.Message} Check Store:Provider and Store:ConnectionString.",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{exception.Message} Choose another address with --urls.",
        _ => null,
    };
}

/// <summary>A setting is wrong; the message says which, what it is and what to do.</summary>
sealed class SettingException(string message) : Exception(message);
