using Orleans.Runtime;

namespace Orleans;

/// <summary>Anything that can be called through a reference.</summary>
public interface IAddressable;

/// <summary>A virtual actor.</summary>
public interface IGrain : IAddressable;

/// <summary>A grain that is known by a string.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>An object outside of grains that grains can call through a reference.</summary>
public interface IGrainObserver : IAddressable;

/// <summary>Makes references to grains and to observers.</summary>
public interface IGrainFactory
{
    /// <summary>The reference to a grain. The grain is activated by the first call.</summary>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey) where TGrainInterface : IGrainWithStringKey;

    /// <summary>The same by the names of the grain and of its interface, as another reference has them.</summary>
    IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType);

    /// <summary>
    /// A reference through which grains can call <paramref name="obj"/>. It holds the object weakly: keep it yourself.
    /// </summary>
    TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;

    /// <summary>Ends a reference made by <see cref="CreateObjectReference"/>: calls through it fail from now on.</summary>
    void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;
}

/// <summary>A grain factory for code outside of grains.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The services of the host.</summary>
    IServiceProvider ServiceProvider { get; }
}
