using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.TestSupport;

/// <summary>Puts the fake clock into a host.</summary>
public static class FakeClockExtensions
{
    // Orleans' name for the clock of grains and their timers (TimeProviderNames.Grains). The embedded engine has just the one clock.
    const string GrainsClock = "Orleans.Grains";

    /// <summary>
    /// Makes this the clock of the application and of grain timers. Orleans' own maintenance keeps the system's clock: on one that
    /// stands still a silo does not start. Call it after the silo has been added.
    /// </summary>
    public static IServiceCollection AddFakeClock(this IServiceCollection services, TimeProvider clock) =>
        services
            .AddSingleton(clock)
            .AddKeyedSingleton(KeyedService.AnyKey, TimeProvider.System)
            .AddKeyedSingleton(GrainsClock, clock);
}
