namespace Orleans;

/// <summary>How long a grain of this class may be idle before its activation ends; at least a minute.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CollectionAgeLimitAttribute : Attribute
{
    /// <summary>Days, added to the others.</summary>
    public double Days { get; set; }

    /// <summary>Hours, added to the others.</summary>
    public double Hours { get; set; }

    /// <summary>Minutes, added to the others.</summary>
    public double Minutes { get; set; }

    /// <summary>Never collected.</summary>
    public bool AlwaysActive { get; set; }

    internal TimeSpan AgeLimit
    {
        get
        {
            if (AlwaysActive) return TimeSpan.MaxValue;
            var age = TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
            return age < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : age;
        }
    }
}
