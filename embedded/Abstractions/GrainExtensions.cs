using Orleans.Embedded;
using Orleans.Runtime;

namespace Orleans;

/// <summary>What can be asked of a grain or of a reference to it.</summary>
public static class GrainExtensions
{
    /// <summary>The reference to a grain, from inside it, or an existing reference as another of its interfaces.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain)
    {
        if (grain is TGrainInterface and GrainReference) return (TGrainInterface)grain;
        var (router, key) = Identify(grain);
        return (TGrainInterface)(object)GrainInterface.Of(typeof(TGrainInterface)).CreateReference(router, key);
    }

    /// <summary>The grain's identity.</summary>
    public static GrainId GetGrainId(this IAddressable grain)
    {
        var (router, key) = Identify(grain);
        return new(router.GrainType, new(key));
    }

    /// <summary>The grain's key.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => Identify(grain).Key;

    static (Router Router, string Key) Identify(IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain switch
        {
            GrainReference reference => (reference.Router, reference.Key),
            IGrainBase { GrainContext: Activation activation } => (activation.GrainClass, activation.Key),
            _ => throw new ArgumentException($"{grain.GetType()} is neither a grain nor a reference.", nameof(grain)),
        };
    }
}
