using System.Globalization;

namespace CustomerGrains.Domain.Rules.Syntax;

/// <summary>
/// Reads the words of a rule by recursive descent. After an error it goes on behind the condition that has it, so that one reading finds every error.
/// </summary>
sealed partial class Parser(string text, List<Token> tokens, Problems problems)
{
    /// <summary>So deep may brackets and nots stand in each other.</summary>
    public const int MaxDepth = 50;

    /// <summary>So many conditions may a rule have.</summary>
    public const int MaxConditions = 250;

    int _at;
    int _depth;
    int _conditions;
    bool _tooDeep;

    Token Current => tokens[_at];

    Token Following => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    public Node Read()
    {
        if (Current.Kind == TokenKind.End)
        {
            problems.Add(Current.Span, "the rule is empty: write a condition such as orders.count >= 2, or always");
            return new BrokenNode(Current.Span);
        }

        var rule = Any();
        while (Current.Kind != TokenKind.End)
        {
            // Only a bracket that nobody opened ends a rule early.
            problems.Add(Current.Span, "this bracket was never opened: take it out", "");
            Take();
            if (Current.Kind == TokenKind.End)
                break;
            JoinWord();
            Any();
        }

        return rule;
    }

    Node Any()
    {
        var parts = new List<Node> { All() };
        while (Current.Is("or"))
        {
            Take();
            parts.Add(All());
        }

        return Joined(parts, all: false);
    }

    Node All()
    {
        var parts = new List<Node> { Part() };
        while (true)
        {
            if (Current.Is("and"))
                Take();
            else if (Current.Kind == TokenKind.End || Current.Is("or") || Current.IsSymbol(")"))
                return Joined(parts, all: true);
            else if (!MissingJoin())
                return Joined(parts, all: true);
            parts.Add(Part());
        }
    }

    static Node Joined(List<Node> parts, bool all) =>
        parts.Count == 1 ? parts[0] : new JoinedNode(Span.Between(parts[0].Span, parts[^1].Span), all, parts);

    void JoinWord()
    {
        if (Current.Is("and") || Current.Is("or"))
            Take();
    }

    // Whether a condition follows.
    bool MissingJoin()
    {
        if (Current.IsSymbol(","))
            problems.Add(Current.Span, "conditions are joined by 'and' or 'or', not by a comma; numbers are written without one: 1000");
        else if (Current.Kind == TokenKind.Symbol && !Current.IsSymbol("("))
            problems.Add(Current.Span, $"{Shown(Current)} is not expected here");
        else
            problems.Add(Current.Span, $"'and' or 'or' is missing before {Shown(Current)}", $"and {Current.Text}");
        if (Current.Kind != TokenKind.Symbol || Current.IsSymbol("("))
            return true;
        Recover();
        if (!Current.Is("and"))
            return false;
        Take();
        return true;
    }

    Node Part()
    {
        var start = Current;
        if (_depth == MaxDepth)
        {
            problems.Add(start.Span, string.Create(CultureInfo.InvariantCulture, $"brackets and nots stand more than {MaxDepth} deep in each other: make two segments of the rule"));
            _tooDeep = true;
            _at = tokens.Count - 1;
            return new BrokenNode(start.Span);
        }

        _depth++;
        var part = start.Is("not") ? Not() : start.IsSymbol("(") ? Group() : Condition();
        _depth--;
        return part;
    }

    NotNode Not()
    {
        var not = Take();
        var of = Part();
        return new(Span.Between(not.Span, of.Span), of);
    }

    Node Group()
    {
        var open = Take();
        if (Current.IsSymbol(")"))
        {
            problems.Add(Span.Between(open.Span, Current.Span), "there is nothing between the brackets: write a condition there");
            return new BrokenNode(Span.Between(open.Span, Take().Span));
        }

        var inner = Any();
        if (Current.IsSymbol(")"))
            return inner with { Span = Span.Between(open.Span, Take().Span) };
        if (!_tooDeep)
            problems.Add(open.Span, "this bracket is never closed: add ) where its conditions end");
        return inner;
    }

    Node Condition()
    {
        var start = Current;
        if (++_conditions == MaxConditions + 1)
            problems.Add(start.Span, string.Create(CultureInfo.InvariantCulture, $"a rule has at most {MaxConditions} conditions: make two segments of it"));
        if (!Following.IsSymbol(".") && (start.Is("always") || start.Is("never")))
            return new ConstantNode(Take().Span, start.Is("always"));
        if (ReadOperand() is { } operand && ReadTest(operand) is { } test)
            return new TestNode(Span.Between(start.Span, tokens[_at - 1].Span), operand, test);
        Recover();
        return new BrokenNode(Span.Between(start.Span, tokens[Math.Max(_at - 1, 0)].Span));
    }

    // To the next word that can only stand between conditions, over brackets that open on the way.
    void Recover()
    {
        for (var open = 0; Current.Kind != TokenKind.End; Take())
        {
            if (open == 0 && (Current.Is("and") || Current.Is("or") || Current.IsSymbol(")")))
                return;
            open += Current.IsSymbol("(") ? 1 : Current.IsSymbol(")") ? -1 : 0;
        }
    }

    Token Take()
    {
        var token = Current;
        if (token.Kind != TokenKind.End)
            _at++;
        return token;
    }

    string Shown(Token token) => token.Kind == TokenKind.End ? "the end of the rule" : $"'{Cut(text.Substring(token.Span.Start, token.Span.Length))}'";

    public static string Cut(string shown) => shown.Length <= 40 ? shown : string.Concat(shown.AsSpan(0, char.IsHighSurrogate(shown[38]) ? 38 : 39), "…");
}
