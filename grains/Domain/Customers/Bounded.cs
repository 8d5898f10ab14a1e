using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Customers;

/// <summary>Something that happened at a <see cref="Stamp"/>.</summary>
interface IStamped
{
    Stamp At { get; }
}

/// <summary>The latest value of something named.</summary>
interface IRegister : IStamped
{
    string Key { get; }
}

/// <summary>
/// Sets that keep a fixed number of items so that the result does not depend on the order in which items arrive: what is kept is always the greatest
/// items, by an order that is total, of everything ever added.
/// </summary>
static class Bounded
{
    /// <summary>Adds to a list that is sorted by stamp and keeps the latest <paramref name="max"/>.</summary>
    /// <returns>Whether the list changed.</returns>
    public static bool AddLatest<T>(List<T> items, T item, int max)
        where T : IStamped
    {
        var place = items.Count;
        // Events mostly arrive in order: look from the end.
        while (place > 0 && items[place - 1].At >= item.At)
            place--;
        if (place < items.Count && items[place].At == item.At)
            return false;
        if (items.Count == max)
        {
            if (place == 0)
                return false;
            items.RemoveAt(0);
            place--;
        }

        items.Insert(place, item);
        return true;
    }

    /// <summary>Sets a register in a list that is sorted by key (ordinal): the later value wins (of one event the one set last), and the <paramref name="max"/> latest registers are kept.</summary>
    public static void SetLatest<T>(List<T> registers, T register, int max)
        where T : class, IRegister
    {
        var place = PlaceOf(registers, register.Key, out var found);
        if (found)
        {
            if (registers[place].At <= register.At)
                registers[place] = register;
            return;
        }

        registers.Insert(place, register);
        if (registers.Count > max)
            registers.RemoveAt(Oldest(registers));
    }

    /// <summary>The value of a register, or null.</summary>
    public static T? Find<T>(List<T> registers, string key)
        where T : class, IRegister
    {
        var place = PlaceOf(registers, key, out var found);
        return found ? registers[place] : null;
    }

    static int PlaceOf<T>(List<T> registers, string key, out bool found)
        where T : IRegister
    {
        var (low, high) = (0, registers.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(registers[middle].Key, key);
            if (order == 0)
            {
                found = true;
                return middle;
            }

            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        found = false;
        return low;
    }

    // Equal stamps are normal (one event sets many traits): the key decides, so that the order is total.
    static int Oldest<T>(List<T> registers)
        where T : IRegister
    {
        var (oldest, at) = (0, registers[0].At);
        for (var i = 1; i < registers.Count; i++)
        {
            var other = registers[i].At;
            if (!ReferenceEquals(other, at) && other < at)
                (oldest, at) = (i, other);
        }

        return oldest;
    }
}
