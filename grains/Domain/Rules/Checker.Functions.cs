using CustomerGrains.Domain.Rules.Conditions;
using CustomerGrains.Domain.Rules.Fields;
using CustomerGrains.Domain.Rules.Syntax;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Rules;

/// <content>Functions: count, sum, last and first.</content>
sealed partial class Checker
{
    static readonly string[] Functions = ["count", "sum", "last", "first"];

    Source? Call(CallOperand call)
    {
        var name = Array.Find(Functions, function => function.Equals(call.Name, StringComparison.OrdinalIgnoreCase));
        if (name is null)
        {
            var near = Words.Nearest(call.Name, Functions);
            problems.Add(call.NameSpan, near is null ? $"unknown function '{Parser.Cut(call.Name)}'; there are count, sum, last and first" : $"unknown function '{Parser.Cut(call.Name)}'; did you mean '{near}'?", near);
            return null;
        }

        if (call.Arguments.Count == 0)
        {
            problems.Add(call.Span, $"{name} needs to know of what: {name}({(name is "count" or "last" ? "\"Product Viewed\"" : "orders")})");
            return null;
        }

        var windowed = name is "count" or "sum";
        if (call.Arguments.Count > (windowed ? 2 : 1))
        {
            problems.Add(call.Arguments[windowed ? 2 : 1].Span, windowed ? $"{name} takes what and a window, no more" : $"{name} takes one argument; ask for its age: {name}({Described(call.Arguments[0])}) within 7d");
            return null;
        }

        if (Of(call.Arguments[0], name) is not { } of)
            return null;
        if (call.Arguments.Count == 1)
            return Whole(name, of);
        if (Length(call.Arguments[1]) is not { } window)
            return null;
        return new WindowSource(name == "sum" ? FieldType.Money : FieldType.Number, of, window)
        {
            Path = $"{name}({of.Path}, {Durations.Write(window)})",
            Inputs = of.Inputs,
        };
    }

    static string Described(Literal argument) => argument.Kind == LiteralKind.Text ? Field.Quote(argument.Text) : argument.Text;

    Source? Whole(string function, Happenings of)
    {
        var path = $"{function}({of.Path})";
        EvidenceFinder evidence = (state, in context) => of.Last(state) is null ? null : of.Evidence(state, null, context.Now);
        return function switch
        {
            "count" => new ScalarSource(FieldType.Number, (state, in _, _) => of.Total(state))
            {
                Path = path, Inputs = of.Inputs, Whole = true, MayBeMissing = false, Range = (0, decimal.MaxValue), Evidence = evidence,
            },
            "sum" => new ScalarSource(FieldType.Money, of.Path == "orders"
                ? (state, in context, currency) => ValueFields.Amount(state.Purchases, context, currency, 1, 0)
                : (state, in context, currency) => ValueFields.Amount(state.Purchases, context, currency, 0, 1))
            {
                Path = path, Inputs = of.Inputs, MayBeMissing = false, Evidence = evidence,
            },
            "last" => new TimeSource((state, in _) => of.Last(state))
            {
                Path = path, Inputs = of.Inputs, Evidence = (state, in _) => of.Last(state) is { } last ? of.Evidence(state, last - 1, last) : null,
            },
            _ => new TimeSource(of.Path == "orders" ? (state, in _) => state.Purchases?.First : (state, in _) => state.Touchpoints?.First)
            {
                Path = path, Inputs = of.Inputs,
            },
        };
    }

    Happenings? Of(Literal argument, string function)
    {
        if (argument.Prefix is not null)
            return function is "count" or "last" ? OfChannel(argument) : Unfit(argument, function);
        switch (argument.Kind, argument.Text.ToUpperInvariant())
        {
            case (LiteralKind.Word, "ORDERS"):
                return new PurchaseHappenings(orders: true) { Path = "orders", Inputs = [new(InputPart.Orders, "")] };
            case (LiteralKind.Word, "REFUNDS") when function != "first":
                return new PurchaseHappenings(orders: false) { Path = "refunds", Inputs = [new(InputPart.Refunds, "")] };
            case (LiteralKind.Word, "TOUCHPOINTS") when function != "sum":
                return new AllHappenings { Path = "touchpoints", Inputs = [new(InputPart.Touchpoints, "")] };
            case (LiteralKind.Text, _) when function is "count" or "last":
                return OfName(argument);
            case (LiteralKind.Word, _) when function is "count" or "last":
                var near = Words.Nearest(argument.Text, ["orders", "refunds", "touchpoints"]) ?? Field.Quote(argument.Text);
                problems.Add(argument.Span, $"'{Parser.Cut(argument.Text)}' is not something that is counted; did you mean {near}? Names of events are put in quotes", near);
                return null;
            default:
                return Unfit(argument, function);
        }
    }

    Happenings? Unfit(Literal argument, string function)
    {
        problems.Add(argument.Span, function switch
        {
            "sum" => "only money adds up: sum(orders, 90d) or sum(refunds, 90d)",
            "first" => "the first time is kept of orders and touchpoints only: first(orders) or first(touchpoints)",
            _ => $"{function} takes the name of an event in quotes, channel \"web\", orders, refunds or touchpoints",
        });
        return null;
    }

    ChannelHappenings? OfChannel(Literal argument)
    {
        if (ChannelNames.Parse(argument.Text) is { } channel)
        {
            var name = ChannelNames.Of(channel);
            return new(channel) { Path = $"channel {Field.Quote(name)}", Inputs = [new(InputPart.Channel, name)] };
        }

        var near = Words.Nearest(argument.Text, ChannelNames.All.Split(", "));
        problems.Add(argument.Span, $"'{Parser.Cut(argument.Text)}' is no channel: there are {ChannelNames.All}", near is null ? null : $"channel {Field.Quote(near)}");
        return null;
    }

    NamedHappenings? OfName(Literal argument)
    {
        var name = argument.Text.Trim();
        if (name.Length is 0 or > TouchpointReader.MaxName)
        {
            problems.Add(argument.Span, "the name of an event has 1 to 200 characters");
            return null;
        }

        if (Catalogue.Default.Find(name) is { } known)
            name = known.Name;
        else
            Hint(argument, name);
        return new(name) { Path = Field.Quote(name), Inputs = [new(InputPart.Event, name)] };
    }

    // Events may have any name, so this is no error.
    void Hint(Literal argument, string name)
    {
        if (name.Equals("Page Viewed", StringComparison.OrdinalIgnoreCase) || name.Equals("Screen Viewed", StringComparison.OrdinalIgnoreCase))
            problems.Hint(argument.Span, "pages and screens are counted by their names: \"Viewed Home Page\", \"Loaded a Page\" where they have none", null);
        else if (Words.Nearest(name, StandardNames.All().Select(entry => entry.Key)) is { } near)
            problems.Hint(argument.Span, $"'{Parser.Cut(name)}' is not in the catalogue; did you mean '{near}'? If your events have this name, all is well", Field.Quote(near));
    }
}
