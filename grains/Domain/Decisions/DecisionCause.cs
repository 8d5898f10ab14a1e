using System.Text.Json.Serialization;

namespace CustomerGrains.Domain.Decisions;

/// <summary>What brought a decision about. The numbers and names are stored: never change or reuse one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DecisionCause>))]
public enum DecisionCause : byte
{
    /// <summary>A touchpoint: <see cref="DecisionBody.Because"/> says which.</summary>
    [JsonStringEnumMemberName("event")]
    Event = 1,

    /// <summary>Time alone: a deadline passed.</summary>
    [JsonStringEnumMemberName("time")]
    Time = 2,

    /// <summary>The rule, or something it measures with (a rate, a model), is another than it was; or there is no such rule any more.</summary>
    [JsonStringEnumMemberName("rule")]
    Rule = 3,

    /// <summary>Another id became part of her, or she became part of another customer.</summary>
    [JsonStringEnumMemberName("link")]
    Link = 4,
}

/// <summary>The causes in words, as the journal, the API and the screens have them.</summary>
public static class DecisionCauses
{
    /// <summary>event, time, rule or link.</summary>
    public static string Of(DecisionCause cause) => cause switch
    {
        DecisionCause.Event => "event",
        DecisionCause.Time => "time",
        DecisionCause.Rule => "rule",
        _ => "link",
    };
}
