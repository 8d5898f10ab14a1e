using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Makes references.</summary>
sealed class GrainFactory(Silo silo) : IClusterClient
{
    public IServiceProvider ServiceProvider => silo.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey) where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        var reference = GrainInterface.Of(typeof(TGrainInterface)).CreateReference(silo.ClassOf(typeof(TGrainInterface)), primaryKey);
        return (TGrainInterface)(object)reference;
    }

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(grainId.Key.Value);
        var grainInterface = GrainInterface.Named(interfaceType);
        var grainClass = silo.ClassOf(grainInterface.Type);
        if (grainClass.GrainType != grainId.Type) throw new ArgumentException($"No {grainId.Type} has the interface {interfaceType}.", nameof(grainId));
        return grainInterface.CreateReference(grainClass, grainId.Key.Value);
    }

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is GrainReference or IGrainBase) throw new ArgumentException("A grain needs no object reference: pass it as it is.", nameof(obj));
        var target = new ObserverTarget(silo, obj);
        return (TGrainObserverInterface)(object)GrainInterface.Of(typeof(TGrainObserverInterface)).CreateReference(target, target.Key);
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj) where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is not GrainReference { Router: ObserverTarget target })
        {
            throw new ArgumentException("Only what CreateObjectReference returned can be deleted.", nameof(obj));
        }
        target.Delete();
    }
}
