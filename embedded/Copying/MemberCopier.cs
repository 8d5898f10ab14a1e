using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Orleans.Embedded;

/// <summary>Compiles the copier of a [GenerateSerializer] type: a new object, member by member. In IL, since members may be read-only.</summary>
static class MemberCopier
{
    public static Copy<T> Build<T>()
    {
        var type = typeof(T);
        var members = SerializableMembers.Of(type);
        var copiers = new Copier?[members.Count];
        var method = new DynamicMethod(
            $"Copy<{type}>", type, [typeof(Copier?[]), type, typeof(CopyContext)], typeof(MemberCopier).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var copy = il.DeclareLocal(type);
        EmitNew(il, type, copy);
        if (!type.IsValueType) EmitRemember(il, copy);
        for (var i = 0; i < members.Count; i++)
        {
            var (field, isImmutable) = members[i];
            if (!isImmutable && !Shallow.Is(field.FieldType)) copiers[i] = Copier.Of(field.FieldType);
            EmitMember(il, copy, field, copiers[i], i);
        }
        il.Emit(OpCodes.Ldloc, copy);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Copy<T>>(copiers);
    }

    static void EmitNew(ILGenerator il, Type type, LocalBuilder copy)
    {
        if (type.IsValueType)
        {
            il.Emit(OpCodes.Ldloca, copy);
            il.Emit(OpCodes.Initobj, type);
            return;
        }
        if (type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, Type.EmptyTypes) is { } constructor)
        {
            il.Emit(OpCodes.Newobj, constructor);
        }
        else
        {
            il.Emit(OpCodes.Ldtoken, type);
            il.Emit(OpCodes.Call, typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!);
            il.Emit(OpCodes.Call, typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.GetUninitializedObject))!);
            il.Emit(OpCodes.Castclass, type);
        }
        il.Emit(OpCodes.Stloc, copy);
    }

    static void EmitRemember(ILGenerator il, LocalBuilder copy)
    {
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldloc, copy);
        il.Emit(OpCodes.Call, typeof(CopyContext).GetMethod(nameof(CopyContext.Add))!);
    }

    static void EmitMember(ILGenerator il, LocalBuilder copy, FieldInfo field, Copier? copier, int index)
    {
        il.Emit(copy.LocalType.IsValueType ? OpCodes.Ldloca : OpCodes.Ldloc, copy);
        if (copier is null)
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldfld, field);
        }
        else
        {
            var copierType = copier.GetType();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, index);
            il.Emit(OpCodes.Ldelem_Ref);
            il.Emit(OpCodes.Castclass, copierType);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldfld, field);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Call, copierType.GetMethod("Copy")!);
        }
        il.Emit(OpCodes.Stfld, field);
    }
}
