// The context: the type behind `for`. Each mistake is told once, by the macro: rustc has nothing to add, neither to
// the block nor to what calls its methods.
#![allow(dead_code, unused_imports, unused_variables)]
include!("../parts/merchant.rs");

// A reference.
mod reference {
    merchant!(prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller]
    impl Customers for &Billing {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
}

// A shared pointer.
mod arc {
    merchant!(prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller]
    impl Customers for std::sync::Arc<Billing> {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
}

// A trait object.
mod trait_object {
    merchant!();

    pub trait Db {}
    #[churnkey::controller]
    impl Customers for dyn Db {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
}

// A boxed trait object.
mod boxed_trait_object {
    merchant!();

    pub trait Db {}
    #[churnkey::controller]
    impl Customers for Box<dyn Db> {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
}

// A type of the standard library.
mod foreign_type {
    merchant!();

    #[churnkey::controller]
    impl Customers for String {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
}

// A tuple.
mod tuple {
    merchant!();

    #[churnkey::controller]
    impl Customers for (Billing, u32) {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
}

// A context that borrows.
mod lifetime {
    merchant!();

    pub struct G<'a>(&'a str);
    #[churnkey::controller]
    impl<'a> Customers for G<'a> {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
}

// A context that borrows, with an anonymous lifetime.
mod anonymous_lifetime {
    merchant!();

    pub struct G<'a>(&'a str);
    #[churnkey::controller]
    impl Customers for G<'_> {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
}

// A generic context, with mistakes in its block.
mod generic {
    merchant!();

    use std::marker::PhantomData;
    pub trait Store {}
    pub struct G<T>(PhantomData<T>);
    #[churnkey::controller]
    impl<T: Store> Customers for G<T> {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
        async fn retreive(&self) {}
        async fn list(&self) {}
    }
    async fn u<T: Store + Send + Sync + 'static>(b: G<T>, id: CustomerId) {
        let _ = Customers::retrieve(&b, id).await;
    }
}

// A parameter that the context does not have, and a lifetime that it does.
mod parameters {
    merchant!();

    pub struct G<S>(S);
    #[churnkey::controller]
    impl<S, T: Clone> Customers for G<S>
    where
        T: Copy,
    {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }

    pub struct H<'a, S>(&'a S);
    #[churnkey::controller]
    impl<'a, S> Customers for H<'a, S> {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
}

// A module for every type.
mod blanket {
    merchant!();

    #[churnkey::controller]
    impl<T> Customers for T {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
}

fn main() {}
