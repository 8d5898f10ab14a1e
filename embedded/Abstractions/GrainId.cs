namespace Orleans.Runtime;

/// <summary>What kind of grain it is: the class's name in lower case, without "Grain".</summary>
public readonly record struct GrainType(string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>An interface of grains.</summary>
public readonly record struct GrainInterfaceType(string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A grain's key.</summary>
public readonly record struct IdSpan(string Value)
{
    /// <summary>The key that is this text.</summary>
    public static IdSpan Create(string id) => new(id);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A grain's identity.</summary>
public readonly record struct GrainId(GrainType Type, IdSpan Key)
{
    /// <summary>An identity from its two parts.</summary>
    public static GrainId Create(string grainType, string key) => new(new(grainType), new(key));

    /// <inheritdoc cref="Create(string, string)"/>
    public static GrainId Create(GrainType grainType, IdSpan key) => new(grainType, key);

    /// <inheritdoc/>
    public override string ToString() => $"{Type}/{Key}";
}

/// <summary>One activation of a grain.</summary>
public interface IGrainContext
{
    /// <summary>Which grain.</summary>
    GrainId GrainId { get; }

    /// <summary>The grain's reference.</summary>
    GrainReference GrainReference { get; }

    /// <summary>The instance of the grain class; null until it is made.</summary>
    object? GrainInstance { get; }

    /// <summary>The services of this activation; what is scoped or disposable among them ends with it.</summary>
    IServiceProvider ActivationServices { get; }
}
